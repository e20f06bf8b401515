from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "zhike.core.access"
    label = "access"
