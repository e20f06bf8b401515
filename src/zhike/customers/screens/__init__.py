"""The lists of customers and of what belongs to them."""

from zhike.customers.screens.customers import RECORD, CustomerScreen
from zhike.customers.screens.people import ContactScreen, PreferenceScreen

__all__ = ["RECORD", "ContactScreen", "CustomerScreen", "PreferenceScreen"]
