"""Every address of the product."""

from allauth.account import views as account
from django.urls import include, path

from zhike.catalog.screens import ProductScreen
from zhike.customers.screens import ContactScreen, PreferenceScreen
from zhike.customers.urls import urlpatterns as customer_tools
from zhike.insight.urls import customer_urls
from zhike.kit import views as kit
from zhike.sales.screens import OrderLineScreen, OrderScreen, ReceiptScreen, ReturnLineScreen, ReturnScreen

# The tools' addresses come before the page's, whose number may hold a slash.
CUSTOMERS = [*customer_tools, *customer_urls]

urlpatterns = [
    path("", include("zhike.insight.urls")),
    path("customers/", include((CUSTOMERS, "customers"))),
    path("contacts/", include((ContactScreen.urls(), "contacts"))),
    path("preferences/", include((PreferenceScreen.urls(), "preferences"))),
    path("follow-ups/", include("zhike.timeline.urls")),
    path("orders/", include((OrderScreen.urls(), "orders"))),
    path("order-lines/", include((OrderLineScreen.urls(), "order_lines"))),
    path("receipts/", include((ReceiptScreen.urls(), "receipts"))),
    path("returns/", include((ReturnScreen.urls(), "returns"))),
    path("return-lines/", include((ReturnLineScreen.urls(), "return_lines"))),
    path("products/", include((ProductScreen.urls(), "products"))),
    path("import/", include("zhike.exchange.urls")),
    path("settings/fields/", include("zhike.administration.custom_fields.urls")),
    path("settings/work/", include("zhike.administration.work.urls")),
    path("settings/calendar/", include("zhike.administration.calendar.urls")),
    path("settings/", include("zhike.administration.urls")),
    path("work/", include("zhike.core.jobs.urls")),
    path("files/", include("zhike.core.fields.urls")),
    path("attachments/", include("zhike.core.files.urls")),
    path("notices/", include("zhike.core.notices.urls")),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
    path("", include("zhike.core.accounts.urls")),
    path("recent/<str:kind>/<int:pk>/", kit.recent, name="recent"),
    path("gallery/", kit.gallery, name="gallery"),
    path("health/", kit.health, name="health"),
    path("", include("zhike.core.health.urls")),
    path("favicon.ico", kit.favicon, name="favicon"),
]
handler400, handler403, handler404, handler429, handler500 = (
    "zhike.kit.views.bad_request",
    "zhike.kit.views.forbidden",
    "zhike.kit.views.missing",
    "zhike.kit.views.too_many",
    "zhike.kit.views.broken",
)
