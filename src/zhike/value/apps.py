from django.apps import AppConfig


class ValueConfig(AppConfig):
    name = "zhike.value"
    label = "value"
