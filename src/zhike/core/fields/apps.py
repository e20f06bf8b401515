from django.apps import AppConfig


class FieldsConfig(AppConfig):
    name = "zhike.core.fields"
    label = "fields"
