"""The files of customers and of what belongs to them."""

from zhike.customers.exchange.contacts import CONTACTS
from zhike.customers.exchange.customers import CUSTOMERS
from zhike.customers.exchange.preferences import PREFERENCES

__all__ = ["CONTACTS", "CUSTOMERS", "PREFERENCES"]
