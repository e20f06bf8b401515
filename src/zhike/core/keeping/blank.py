"""Run as a process: give an empty database exactly the migrations that are named on standard input."""

import sys

import django


def main() -> None:
    django.setup()
    from django.db import connection  # noqa: PLC0415 - not before Django is set up
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    wanted = {(app, name) for app, _, name in (line.strip().partition(".") for line in sys.stdin)}
    executor = MigrationExecutor(connection)
    unknown = sorted(wanted - executor.loader.disk_migrations.keys())
    if unknown:
        sys.exit(", ".join(f"{app}.{name}" for app, name in unknown[:3]))
    nodes = executor.loader.graph.node_map
    # Only the last ones: Django would take a migration that another one has brought along as one to be undone.
    last = [key for key in wanted & nodes.keys() if not {child.key for child in nodes[key].children} & wanted]
    executor.migrate(sorted(last))


if __name__ == "__main__":
    main()
