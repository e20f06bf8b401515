from django.urls import path

from zhike.core.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("read/", views.read_all, name="read"),
    path("ways/", views.ways, name="ways"),
    path("<int:pk>/", views.follow, name="follow"),
]
