import django_filters
from django import forms


class BookFilters(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    shelf = django_filters.CharFilter(label="Shelf", widget=forms.TextInput(attrs={"class": "form-control"}))
