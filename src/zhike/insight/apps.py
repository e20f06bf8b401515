from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "zhike.insight"
    label = "insight"
