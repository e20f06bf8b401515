from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "zhike.core.jobs"
    label = "jobs"
