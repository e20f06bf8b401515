from django.urls import path

from zhike.customers import views
from zhike.customers.screens import CustomerScreen

# Without the screen's own card: the customer page of `insight` takes its place.
urlpatterns = [
    path("new/", views.AddCustomerPage.as_view(screen=CustomerScreen), name="new"),
    *CustomerScreen.urls()[:-1],
    path("-/print/<path:number>/", views.print_card, name="print"),
    path("-/hand-out/<path:number>/file/", views.hand_out_file, name="hand_out_file"),
    path("-/hand-out/<path:number>/", views.hand_out, name="hand_out"),
    path("-/confirm/<int:pk>/", views.confirm, name="confirm"),
    path("-/contacts/new/<int:pk>/", views.add_contact, name="add_contact"),
    path("-/contacts/<int:pk>/", views.change_contact, name="change_contact"),
    path("-/contacts/end/<int:pk>/", views.end_contact, name="end_contact"),
    path("-/people/<int:pk>/", views.person, name="person"),
    path("-/needs/new/<int:pk>/", views.add_need, name="add_need"),
    path("-/needs/<int:pk>/", views.change_need, name="change_need"),
    path("-/switching/<int:pk>/<slug:kind>/", views.rate_switching_cost, name="rate_switching_cost"),
    path("-/satisfaction/<int:pk>/", views.note_satisfaction, name="note_satisfaction"),
    path("-/preferences/new/<int:pk>/", views.add_preference, name="add_preference"),
    path("-/preferences/new/<int:pk>/<int:person>/", views.add_preference, name="add_preference_of"),
    path("-/preferences/<int:pk>/<int:preference>/", views.see_preference_again, name="see_preference"),
    path("-/preferences/<int:pk>/<int:preference>/drop/", views.drop_preference, name="drop_preference"),
    path("-/trash/", views.trashed, name="trashed"),
    path("-/trash/<int:pk>/", views.trash, name="trash"),
    path("-/restore/<int:pk>/", views.restore, name="restore"),
    path("-/transfer/<int:pk>/", views.transfer, name="transfer"),
    path("-/why/<int:pk>/", views.why, name="why"),
    path("-/members/<int:pk>/", views.members, name="members"),
    path("-/members/<int:pk>/<int:member>/", views.drop_member, name="drop_member"),
    path("-/reveal/<int:pk>/<slug:field>/", views.reveal, name="reveal"),
    path("-/reveal/<int:pk>/<slug:field>/<int:contact>/", views.reveal, name="reveal_contact"),
]
