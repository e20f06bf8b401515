from django.urls import path

from zhike.administration.views import colleagues, log, organisation, positions, previewing, roles, start

app_name = "administration"

urlpatterns = [
    path("", start.start, name="start"),
    path("organisation/", organisation.tree, name="organisation"),
    path("organisation/<int:pk>/add/", organisation.add, name="unit_add"),
    path("organisation/<int:pk>/rename/", organisation.rename, name="unit_rename"),
    path("organisation/<int:pk>/move/", organisation.move, name="unit_move"),
    path("organisation/<int:pk>/close/", organisation.close, name="unit_close"),
    path("colleagues/", colleagues.colleagues, name="colleagues"),
    path("colleagues/new/", colleagues.invite, name="invite"),
    path("colleagues/<int:pk>/", colleagues.colleague, name="colleague"),
    path("colleagues/<int:pk>/link/", colleagues.renew, name="renew"),
    path("colleagues/<int:pk>/leave/", colleagues.leave, name="leave"),
    path("colleagues/<int:pk>/return/", colleagues.come_back, name="come_back"),
    path("colleagues/<int:pk>/factors/", colleagues.factors, name="factors"),
    path("colleagues/<int:pk>/positions/new/", positions.give, name="position_give"),
    path("colleagues/<int:pk>/positions/<int:position>/end/", positions.end, name="position_end"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", roles.add, name="role_add"),
    path("roles/<int:pk>/", roles.role, name="role"),
    path("roles/<int:pk>/delete/", roles.retire, name="role_retire"),
    path("why/", previewing.why, name="why"),
    path("preview/", previewing.preview, name="preview"),
    path("preview/end/", previewing.end_preview, name="end_preview"),
    path("log/", log.log, name="log"),
    path("log/export/", log.export, name="log_export"),
]
