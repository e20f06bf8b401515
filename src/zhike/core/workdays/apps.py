from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "zhike.core.workdays"
    label = "workdays"
