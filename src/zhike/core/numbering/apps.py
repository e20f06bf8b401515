from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "zhike.core.numbering"
    label = "numbering"
