from django.urls import path

from zhike.administration.calendar import views

app_name = "work_calendar"
urlpatterns = [
    path("", views.year, name="year"),
    path("hours/", views.hours, name="hours"),
    path("day/<str:day>/", views.day, name="day"),
    path("<int:number>/prepare/", views.prepare, name="prepare"),
    path("<int:number>/official/", views.official, name="official"),
]
