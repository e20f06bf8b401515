from django.urls import path

from zhike.insight import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
]
customer_urls = [path("<path:number>/", views.customer_page, name="card")]
