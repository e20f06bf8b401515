"""What is asked about customers, their people, their needs and before something is done with them."""

from zhike.customers.forms.acting import ChangeManyForm, MemberForm, RevealForm, TransferForm, TrashForm
from zhike.customers.forms.bonds import SatisfactionForm, SwitchingCostForm, initial_of_cost
from zhike.customers.forms.contact import ContactForm, EndContactForm, NewContactForm, initial_of_contact
from zhike.customers.forms.customer import CustomerForm, NewCustomerForm, common_fields, custom_fields, initial_of
from zhike.customers.forms.knowledge import NeedForm, PreferenceForm, initial_of_need

__all__ = [
    "ChangeManyForm",
    "ContactForm",
    "CustomerForm",
    "EndContactForm",
    "MemberForm",
    "NeedForm",
    "NewContactForm",
    "NewCustomerForm",
    "PreferenceForm",
    "RevealForm",
    "SatisfactionForm",
    "SwitchingCostForm",
    "TransferForm",
    "TrashForm",
    "common_fields",
    "custom_fields",
    "initial_of",
    "initial_of_contact",
    "initial_of_cost",
    "initial_of_need",
]
