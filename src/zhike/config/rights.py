"""All that a role may be given, app by app in the order of the menu."""

from zhike.administration import permissions as administration
from zhike.catalog import permissions as catalog
from zhike.customers import permissions as customers
from zhike.exchange import permissions as exchange
from zhike.sales import permissions as sales

RIGHTS = (customers.RIGHTS, sales.RIGHTS, catalog.RIGHTS, exchange.RIGHTS, administration.RIGHTS)
