from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "zhike.core.audit"
    label = "audit"
