"""Who we deal with, what they are to us, and what we know of them."""

from zhike.customers.models.bonds import Satisfaction, SwitchingCost
from zhike.customers.models.contact import Contact
from zhike.customers.models.customer import Customer, CustomerRows
from zhike.customers.models.knowledge import Need, Preference
from zhike.customers.models.ownership import Ownership
from zhike.customers.models.party import Party

__all__ = [
    "Contact",
    "Customer",
    "CustomerRows",
    "Need",
    "Ownership",
    "Party",
    "Preference",
    "Satisfaction",
    "SwitchingCost",
]
