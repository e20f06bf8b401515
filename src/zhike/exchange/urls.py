from django.urls import path

from zhike.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.runs, name="runs"),
    path("new/<slug:kind>/", views.new, name="new"),
    path("template/<slug:kind>.csv", views.template_file, name="template"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/read/", views.read, name="read"),
    path("<int:pk>/map/", views.map_columns, name="map"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/file/", views.source_file, name="file"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/stop/", views.stop, name="stop"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/errors/", views.error_file, name="errors"),
    path("exports/", views.exports, name="exports"),
    path("exports/mine/", views.own_exports, name="own_exports"),
    path("exports/mine/<int:pk>/file/", views.exported_file, name="exported_file"),
    path("exports/mine/<int:pk>/again/", views.again, name="again"),
    path("exports/scheduled/", views.scheduled, name="schedules"),
    path("exports/scheduled/new/", views.schedule, name="schedule"),
    path("exports/scheduled/<int:pk>/end/", views.end_schedule, name="end_schedule"),
    path("exports/<int:pk>/", views.decide, name="decide"),
    path("exports/<slug:screen>/", views.export, name="export"),
]
