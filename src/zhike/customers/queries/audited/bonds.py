from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from zhike.customers.models import Satisfaction, SwitchingCost
from zhike.customers.queries.audited.choices import in_words

TITLES: Mapping[str, Any] = {
    "cost_kind": gettext_lazy("Switching cost"),
    "cost_score": gettext_lazy("Score, 0 to 100"),
    "cost_cause": gettext_lazy("What creates it"),
    "cost_nature": gettext_lazy("Label"),
    "satisfaction_grade": gettext_lazy("Satisfaction"),
    "satisfaction_said_on": gettext_lazy("Said on"),
    "satisfaction_source": gettext_lazy("Said where and to whom"),
}
WRITINGS: Mapping[str, Callable[[Any], str]] = {
    "cost_kind": in_words(SwitchingCost.Kind),
    "cost_nature": in_words(SwitchingCost.Nature),
    "satisfaction_grade": in_words(Satisfaction.Grade),
}
