"""The admin's customer list: the same columns, filters and page size as the product's, joined in one query."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path

from zhike.config.urls import urlpatterns as product
from zhike.customers.models import Customer


class OpenSite(admin.AdminSite):
    """Lets everybody in who is signed in: the product's users know no staff flag."""

    def has_permission(self, request: HttpRequest) -> bool:
        return True


class CustomerAdmin(admin.ModelAdmin[Customer]):
    """As its manual recommends for large tables: related rows joined, no actions."""

    list_display = ("party", "number", "level", "state", "last_bought_on", "bought_365d", "region", "owner")
    list_select_related = ("party", "owner")
    list_filter = ("level", "state", "owner")
    list_per_page = 50
    search_fields = ("party__name", "number", "party__phone")
    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = lambda *_: False


site = OpenSite(name="admin")
site.register(Customer, CustomerAdmin)
urlpatterns = [*product, path("admin/", site.urls)]
