from django.urls import path

from zhike.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.runs, name="runs"),
    path("new/<slug:kind>/", views.new, name="new"),
    path("template/<slug:kind>.csv", views.template_file, name="template"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/errors/", views.error_file, name="errors"),
    path("exports/", views.exports, name="exports"),
    path("exports/<int:pk>/", views.decide, name="decide"),
    path("exports/<slug:screen>/", views.export, name="export"),
]
