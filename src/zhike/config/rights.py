"""All that a role may be given, app by app in the order of the menu."""

from zhike.administration import permissions as administration
from zhike.catalog import permissions as catalog
from zhike.customers import permissions as customers
from zhike.exchange import permissions as exchange
from zhike.sales import permissions as sales
from zhike.timeline import permissions as timeline

RIGHTS = (customers.RIGHTS, timeline.RIGHTS, sales.RIGHTS, catalog.RIGHTS, exchange.RIGHTS, administration.RIGHTS)
