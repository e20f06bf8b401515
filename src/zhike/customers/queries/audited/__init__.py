"""How the audit of a customer calls and writes the fields of what belongs to it."""

from zhike.customers.queries.audited import bonds, needs
from zhike.customers.queries.audited.choices import in_words

__all__ = ["bonds", "in_words", "needs"]
