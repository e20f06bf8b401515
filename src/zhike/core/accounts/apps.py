from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zhike.core.accounts"
    label = "accounts"
