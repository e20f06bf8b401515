"""The first roles of a new installation; afterwards they are data, edited in the product."""

from zhike.catalog import permissions as catalog
from zhike.core.access.rules import FirstRole, Scope
from zhike.customers import permissions as customers
from zhike.exchange import permissions as exchange
from zhike.sales import permissions as sales

ROLES = (
    FirstRole(
        code="owner",
        name="老板",
        grants={
            customers.SEE: Scope.ALL,
            customers.EDIT: Scope.ALL,
            sales.SEE: Scope.ALL,
            catalog.SEE: Scope.ALL,
            catalog.EDIT: Scope.ALL,
            exchange.IMPORT: Scope.ALL,
        },
    ),
    FirstRole(
        code="rep",
        name="业务员",
        grants={
            customers.SEE: Scope.OWN,
            customers.EDIT: Scope.OWN,
            sales.SEE: Scope.OWN,
            catalog.SEE: Scope.ALL,
        },
    ),
)
