from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.core.accounts import queries as accounts
from zhike.customers.models import Customer


def _colleagues(request: Any) -> Any:
    return accounts.active_users()


def _select(**attrs: Any) -> forms.Select:
    return forms.Select(attrs={"class": "form-select", **attrs})


class CustomerFilters(django_filters.FilterSet):
    """By label and by owner."""

    level = django_filters.ChoiceFilter(
        label=_("Level"), choices=Customer.Level.choices, empty_label=_("all"), widget=_select()
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Customer.State.choices, empty_label=_("all"), widget=_select()
    )
    owner = django_filters.ModelChoiceFilter(
        label=_("Owner"), queryset=_colleagues, empty_label=_("all"), widget=_select()
    )
