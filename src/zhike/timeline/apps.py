from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "zhike.timeline"
    label = "timeline"
