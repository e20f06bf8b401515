from typing import Any

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhike.sales.models import Order

MONTH = RegexValidator(r"^(19|20)\d\d-(0[1-9]|1[0-2])$", _("Write the month as 2026-03."))


def _text() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "form-control"})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"class": "form-control", "type": "date"})


class PaperFilters(django_filters.FilterSet):
    """By customer: what the customer's page leads to."""

    customer = django_filters.CharFilter(
        label=_("Customer number"), field_name="customer__number", lookup_expr="exact", widget=_text()
    )


class OrderFilters(PaperFilters):
    """By number, by customer, by time: also what the figures of other pages lead to."""

    number = django_filters.CharFilter(label=_("Order number"), lookup_expr="istartswith", widget=_text())
    since = django_filters.DateFilter(label=_("From"), field_name="ordered_on", lookup_expr="gte", widget=_day())
    until = django_filters.DateFilter(label=_("Until"), field_name="ordered_on", lookup_expr="lte", widget=_day())
    month = django_filters.CharFilter(
        label=_("Month"), method="in_month", validators=[MONTH], widget=forms.HiddenInput()
    )
    product = django_filters.CharFilter(label=_("Product code"), method="with_product", widget=forms.HiddenInput())

    def in_month(self, rows: QuerySet[Order], name: str, value: str) -> QuerySet[Order]:
        year, month = value.split("-")
        return rows.filter(ordered_on__year=int(year), ordered_on__month=int(month))

    def with_product(self, rows: QuerySet[Order], name: str, value: Any) -> QuerySet[Order]:
        return rows.filter(lines__product__code=value).distinct()
