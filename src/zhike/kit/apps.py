from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "zhike.kit"
    label = "kit"
