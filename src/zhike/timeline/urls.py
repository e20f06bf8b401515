from django.urls import path

from zhike.timeline import views
from zhike.timeline.screens import InteractionScreen

app_name = "timeline"
urlpatterns = [
    path("-/record/<int:pk>/", views.record, name="record"),
    path("-/of/<int:pk>/", views.story, name="of"),
    path("-/correct/<int:pk>/", views.correct, name="correct"),
    path("-/add/<int:pk>/", views.add, name="add"),
    path("-/trash/", views.trashed, name="trashed"),
    path("-/trash/<int:pk>/", views.trash, name="trash"),
    path("-/restore/<int:pk>/", views.restore, name="restore"),
    path("-/due/", views.due, name="due"),
    path("-/done/<int:pk>/", views.done, name="done"),
    path("-/move/<int:pk>/", views.move, name="move"),
    path("-/drop/<int:pk>/", views.drop, name="drop"),
    *InteractionScreen.urls(),
]
