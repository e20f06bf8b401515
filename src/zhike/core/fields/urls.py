from django.urls import path

from zhike.core.fields import views

app_name = "fields"
urlpatterns = [path("<str:kind>/<int:pk>/<slug:code>/", views.file, name="file")]
