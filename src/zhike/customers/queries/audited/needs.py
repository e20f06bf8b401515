from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.customers import permissions
from zhike.customers.models import Need
from zhike.customers.queries.audited.choices import in_words
from zhike.customers.rules.needs import TAGS

INNER = "inner_"  # before the fields of needs that are the owner's


def _tags(value: Any) -> str:
    return "、".join(_(TAGS[tag].text) for tag in value if tag in TAGS)


def _yes_or_no(value: Any) -> str:
    return _("yes") if value else _("no")


def _both(told: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, **{f"{INNER}{field}": each for field, each in told.items()}}


TITLES: Mapping[str, Any] = _both(
    {
        "need_kind": gettext_lazy("Kind of need"),
        "need_text": gettext_lazy("Need"),
        "need_matter": gettext_lazy("Matter"),
        "need_evidence": gettext_lazy("Seen from"),
        "need_is_sure": gettext_lazy("Confirmed by the customer"),
        "need_status": gettext_lazy("Status"),
        "need_offer": gettext_lazy("What we offer"),
        "need_tags": gettext_lazy("Tags"),
    }
)
RIGHTS: Mapping[str, str] = {field: permissions.INNER_NEEDS for field in TITLES if field.startswith(INNER)}
WRITINGS: Mapping[str, Callable[[Any], str]] = _both(
    {
        "need_kind": in_words(Need.Kind),
        "need_status": in_words(Need.Status),
        "need_tags": _tags,
        "need_is_sure": _yes_or_no,
    }
)
