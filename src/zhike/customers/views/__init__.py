"""The pages about one customer that are more than a declared screen."""

from zhike.customers.views.acting import drop_member, members, restore, reveal, transfer, trash, trashed, why
from zhike.customers.views.adding import AddCustomerPage
from zhike.customers.views.bonds import note_satisfaction, rate_switching_cost
from zhike.customers.views.contacts import add_contact, change_contact, end_contact, person
from zhike.customers.views.handing_out import hand_out, hand_out_file
from zhike.customers.views.knowledge import (
    add_need,
    add_preference,
    change_need,
    confirm,
    drop_preference,
    see_preference_again,
)
from zhike.customers.views.printing import print_card

__all__ = [
    "AddCustomerPage",
    "add_contact",
    "add_need",
    "add_preference",
    "change_contact",
    "change_need",
    "confirm",
    "drop_member",
    "drop_preference",
    "end_contact",
    "hand_out",
    "hand_out_file",
    "members",
    "note_satisfaction",
    "person",
    "print_card",
    "rate_switching_cost",
    "restore",
    "reveal",
    "see_preference_again",
    "transfer",
    "trash",
    "trashed",
    "why",
]
