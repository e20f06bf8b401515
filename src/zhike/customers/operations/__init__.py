"""Changes to customers."""

from zhike.customers.operations.bringing_in import bring_in, prepare
from zhike.customers.operations.editing import add_customer, change_customer
from zhike.customers.operations.labelling import Labels, tell_labels
from zhike.customers.operations.making import NewCustomer, make_customers

__all__ = [
    "Labels",
    "NewCustomer",
    "add_customer",
    "bring_in",
    "change_customer",
    "make_customers",
    "prepare",
    "tell_labels",
]
