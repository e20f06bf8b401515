import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _


class ProductFilters(django_filters.FilterSet):
    """By a part of the name or the beginning of the code."""

    name = django_filters.CharFilter(
        label=_("Name contains"), lookup_expr="icontains", widget=forms.TextInput(attrs={"class": "form-control"})
    )
    code = django_filters.CharFilter(
        label=_("Code begins with"), lookup_expr="istartswith", widget=forms.TextInput(attrs={"class": "form-control"})
    )
