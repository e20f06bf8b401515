from typing import Any

import pytest
from django.utils.translation import gettext_lazy as _

from zhike.core.fields.kinds import Block, FieldKind
from zhike.core.fields.models import Definition

KIND = "customers.customer"
EXTRAS: dict[int, dict[str, Any]] = {}
KINDS = {
    KIND: FieldKind(
        title=_("Customers"),
        see="customers.see",
        rows="zhike.customers.queries.customers",
        extras=f"{__name__}.extras",
        blocks=(Block("basic", _("Basic facts")), Block("trade", _("Trade with us"))),
    )
}


def extras(after: int, limit: int) -> list[tuple[int, dict[str, Any]]]:
    return [(pk, EXTRAS[pk]) for pk in sorted(EXTRAS) if pk > after][:limit]


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[int, dict[str, Any]]:
    """Let a kind of record be that is kept in a dictionary."""
    monkeypatch.setattr("zhike.config.card.KINDS", KINDS)
    monkeypatch.setattr("zhike.core.fields.kinds.import_string", _found)
    EXTRAS.clear()
    return EXTRAS


def _found(path: str) -> Any:
    from django.utils.module_loading import import_string

    return extras if path.endswith(".extras") else import_string(path)


def define(title: str, of_type: str, code: str, **more: Any) -> Definition:
    told = {"kind": KIND, "block": "basic", "is_filtered": True, "is_ready": True} | more
    return Definition.objects.create(title=title, type=of_type, code=code, **told)


def choices(*titles: str) -> list[dict[str, Any]]:
    return [{"key": f"c{n}", "title": title} for n, title in enumerate(titles, start=1)]
