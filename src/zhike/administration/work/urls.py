from django.urls import path

from zhike.administration.work import views

app_name = "background"
urlpatterns = [
    path("", views.work, name="work"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/retry/", views.retry, name="retry"),
]
