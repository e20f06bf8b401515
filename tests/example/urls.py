from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.example.screens import BookScreen
from zhike.config import urls as product


def newest(request: HttpRequest) -> HttpResponse:
    """Stand where the screen would look for a card named `newest`."""
    return HttpResponse("a page of our own")


BOOKS = [path("newest/", newest, name="newest"), *BookScreen.urls()]
urlpatterns = [path("books/", include((BOOKS, "books"))), *product.urlpatterns]
handler400, handler403, handler404, handler500 = (
    product.handler400,
    product.handler403,
    product.handler404,
    product.handler500,
)
