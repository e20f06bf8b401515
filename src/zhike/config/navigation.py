"""The menu, by the user's day; each user sees the entries the role may use."""

from django.utils.translation import gettext_lazy as _

from zhike.administration import permissions as administration
from zhike.catalog import permissions as catalog
from zhike.customers import permissions as customers
from zhike.exchange import permissions as exchange
from zhike.kit.shell import Count, Entry
from zhike.sales import permissions as sales
from zhike.timeline import permissions as timeline
from zhike.timeline.queries import counting

DUE = Count(timeline.SEE, counting.due_customers, counting.seen_by, counting.SEEN)

NAVIGATION = (
    Entry(_("Today"), "home", icon="sun", permission=customers.SEE, count=DUE),
    Entry(_("Customers"), "customers:list", icon="users", permission=customers.SEE),
    Entry(_("Contacts"), "contacts:list", icon="user-circle", permission=customers.SEE),
    Entry(_("Follow-ups"), "timeline:list", icon="history", permission=timeline.SEE),
    Entry(_("Orders"), "orders:list", icon="shopping-cart", permission=sales.SEE),
    Entry(_("Receipts"), "receipts:list", icon="file-text", permission=sales.SEE),
    Entry(_("Returns"), "returns:list", icon="arrow-back-up", permission=sales.SEE),
    Entry(_("Products"), "products:list", icon="package", permission=catalog.SEE),
    Entry(_("Import"), "exchange:runs", icon="file-import", permission=exchange.IMPORT),
    Entry(
        _("Settings"),
        "administration:start",
        icon="settings",
        permission=administration.ANY,
        also=("custom_fields", "work_calendar", "background"),
    ),
)

# What the command palette offers besides the menu.
ACTIONS = (
    Entry(_("New customer"), "customers:new", icon="plus", permission=customers.EDIT),
    Entry(_("New product"), "products:new", icon="plus", permission=catalog.EDIT),
    Entry(_("Trash"), "customers:trashed", icon="trash", permission=customers.TRASH),
    Entry(_("Next contacts"), "timeline:due", icon="calendar", permission=timeline.SEE),
    Entry(_("Follow-ups in the trash"), "timeline:trashed", icon="trash", permission=timeline.RECORD),
    Entry(_("Preferences"), "preferences:list", icon="heart", permission=customers.SEE),
    Entry(_("Order lines"), "order_lines:list", icon="list", permission=sales.SEE),
    Entry(_("Return lines"), "return_lines:list", icon="list", permission=sales.SEE),
    Entry(_("Exports"), "exchange:exports", icon="download", permission=customers.EXPORT),
    Entry(_("My exports"), "exchange:own_exports", icon="download", permission=customers.EXPORT),
)
