from django.urls import path

from zhike.core.files import views

app_name = "attachments"
urlpatterns = [
    path("<str:kind>/<int:pk>/", views.attach, name="attach"),
    path("<str:kind>/<int:pk>/<int:attachment>/", views.download, name="download"),
    path("<str:kind>/<int:pk>/<int:attachment>/show/", views.show, name="show"),
    path("<str:kind>/<int:pk>/<int:attachment>/remove/", views.remove, name="remove"),
    path("<str:kind>/<int:pk>/<int:attachment>/restore/", views.restore, name="restore"),
]
