from typing import Any

from django.db import migrations

MAKE = "CREATE INDEX customer_last_bought_falling ON customers_customer (last_bought_on DESC NULLS LAST, id DESC)"
DROP = "DROP INDEX customer_last_bought_falling"


def on_postgresql(statement: str) -> Any:
    """SQLite keeps unknown values last by itself; PostgreSQL would sort the whole table without this index."""

    def run(apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]

    operations = [migrations.RunPython(on_postgresql(MAKE), on_postgresql(DROP))]
