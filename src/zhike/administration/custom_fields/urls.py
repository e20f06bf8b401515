from django.urls import path

from zhike.administration.custom_fields import views

app_name = "custom_fields"
urlpatterns = [
    path("", views.fields, name="list"),
    path("new/", views.choose_type, name="types"),
    path("new/<slug:of_type>/", views.new, name="new"),
    path("<int:pk>/", views.edit, name="edit"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/switch/", views.switch, name="switch"),
    path("<int:pk>/filter/", views.filter_by, name="filter"),
]
