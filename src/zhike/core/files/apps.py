from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zhike.core.files"
    label = "files"
