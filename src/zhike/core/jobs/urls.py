from django.urls import path

from zhike.core.jobs import views

app_name = "work"
urlpatterns = [
    path("", views.work, name="list"),
    path("badge/", views.badge, name="badge"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
]
