from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "zhike.core.search"
    label = "search"
