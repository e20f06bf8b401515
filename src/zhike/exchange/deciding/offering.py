"""What a column of a file may be, as a choice."""

from typing import Any

from django.utils.translation import gettext as _

from zhike.exchange.columns import Layout


def grouped(layout: Layout) -> list[Any]:
    """Offer the columns of a layout as a choice: what is needed first, custom fields last."""
    needed = {column.name for column in layout.columns if column.needed} | {n for names in layout.any_of for n in names}
    first = [(column.name, column.title) for column in layout.columns if column.name in needed]
    custom = [(column.name, column.title) for column in layout.columns if column.name.startswith("x_")]
    rest = [(c.name, c.title) for c in layout.columns if c.name not in needed and not c.name.startswith("x_")]
    groups = ((_("Needed"), first), (_("More"), rest), (_("Custom fields"), custom))
    return [("", _("do not import")), *((title, choices) for title, choices in groups if choices)]
