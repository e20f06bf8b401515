from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "zhike.exchange"
    label = "exchange"
