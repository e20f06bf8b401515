"""All order lines as one query of SQL, for those who copy them out of the database."""

from django.db import connection
from django.db.models import Model

from zhike.sales.models import Order, OrderLine, Return, ReturnLine


def lines_sql() -> str:
    """Write the query of every line that counts: of the newest versions of orders, and of returns, below 0.

    An order is known by its number, which all its versions share: a new version changes no line of a return.
    """
    return f"{_sold()} UNION ALL {_returned()}"


def _sold() -> str:
    return (
        f"SELECT l.id AS line, o.customer_id AS customer, o.number AS order_number, NULL AS returned_number, "  # noqa: S608
        f"o.ordered_on AS ordered_on, l.product_id AS item, CAST(NULL AS BIGINT) AS store, "
        f"CAST(l.quantity AS DOUBLE PRECISION) AS quantity, l.amount AS amount "
        f"FROM {_table(Order)} o JOIN {_table(OrderLine)} l ON l.order_id = o.id WHERE o.replaced_by_id IS NULL"
    )


def _returned() -> str:
    return (
        f"SELECT -l.id, r.customer_id, NULL, o.number, r.returned_on, l.product_id, CAST(NULL AS BIGINT), "  # noqa: S608
        f"-CAST(l.quantity AS DOUBLE PRECISION), -l.amount "
        f"FROM {_table(Return)} r JOIN {_table(ReturnLine)} l ON l.paper_id = r.id "
        f"LEFT JOIN {_table(Order)} o ON o.id = r.order_id"
    )


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
