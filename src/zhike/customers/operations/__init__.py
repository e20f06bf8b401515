"""Changes to customers."""

from zhike.customers.operations.assigning import transfer_customer, transfer_customers
from zhike.customers.operations.bonds import note_satisfaction, rate_switching_cost
from zhike.customers.operations.bringing_contacts import bring_in as bring_contacts_in
from zhike.customers.operations.bringing_in import bring_in
from zhike.customers.operations.bringing_preferences import bring_in as bring_preferences_in
from zhike.customers.operations.confirming import confirm_facts
from zhike.customers.operations.contacts import add_contact, change_contact, end_contact
from zhike.customers.operations.doubles import LIKELY, look_through
from zhike.customers.operations.editing import add_customer, change_customer
from zhike.customers.operations.labelling import Contacted, Labels, hold_customers, tell_contacts, tell_labels
from zhike.customers.operations.likely import likely_customers
from zhike.customers.operations.lookalikes import look_for_duplicates
from zhike.customers.operations.making import NewCustomer, make_customers
from zhike.customers.operations.many import change_customers, current_value, undo_batch
from zhike.customers.operations.naming import UNKNOWN, make_named, named_customers, without_customer
from zhike.customers.operations.needs import change_need, hand_out_needs, note_need
from zhike.customers.operations.preferences import drop_preference, note_preference, see_preference_again
from zhike.customers.operations.revealing import reveal
from zhike.customers.operations.sharing import add_member, drop_member
from zhike.customers.operations.taking_back import take_back_changes, take_back_customers
from zhike.customers.operations.trashing import restore_customer, trash_customer, trash_customers
from zhike.customers.rules.people import Who

__all__ = [
    "LIKELY",
    "UNKNOWN",
    "Contacted",
    "Labels",
    "NewCustomer",
    "Who",
    "add_contact",
    "add_customer",
    "add_member",
    "bring_contacts_in",
    "bring_in",
    "bring_preferences_in",
    "change_contact",
    "change_customer",
    "change_customers",
    "change_need",
    "confirm_facts",
    "current_value",
    "drop_member",
    "drop_preference",
    "end_contact",
    "hand_out_needs",
    "hold_customers",
    "likely_customers",
    "look_for_duplicates",
    "look_through",
    "make_customers",
    "make_named",
    "named_customers",
    "note_need",
    "note_preference",
    "note_satisfaction",
    "rate_switching_cost",
    "restore_customer",
    "reveal",
    "see_preference_again",
    "take_back_changes",
    "take_back_customers",
    "tell_contacts",
    "tell_labels",
    "transfer_customer",
    "transfer_customers",
    "trash_customer",
    "trash_customers",
    "undo_batch",
    "without_customer",
]
