from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "zhike.core.notices"
    label = "notices"
