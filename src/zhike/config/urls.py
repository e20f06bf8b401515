"""Every address of the product."""

from allauth.account import views as account
from django.urls import include, path

from zhike.catalog.screens import ProductScreen
from zhike.customers.screens import CustomerScreen
from zhike.insight.urls import customer_urls
from zhike.kit import views as kit
from zhike.sales.screens import OrderScreen

# The forms' addresses come before the page's, whose number may hold a slash; the screen's own card is never reached.
CUSTOMERS = [*CustomerScreen.urls()[:-1], *customer_urls]

urlpatterns = [
    path("", include("zhike.insight.urls")),
    path("customers/", include((CUSTOMERS, "customers"))),
    path("orders/", include((OrderScreen.urls(), "orders"))),
    path("products/", include((ProductScreen.urls(), "products"))),
    path("import/", include("zhike.exchange.urls")),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
    path("gallery/", kit.gallery, name="gallery"),
    path("health/", kit.health, name="health"),
    path("favicon.ico", kit.favicon, name="favicon"),
]
handler400, handler403, handler404, handler429, handler500 = (
    "zhike.kit.views.bad_request",
    "zhike.kit.views.forbidden",
    "zhike.kit.views.missing",
    "zhike.kit.views.too_many",
    "zhike.kit.views.broken",
)
