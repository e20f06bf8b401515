"""A step since the last release takes nothing away that the release's own processes still read."""

from django.db.migrations import DeleteModel, RemoveField, RenameField, RenameModel
from django.db.migrations.loader import MigrationLoader

from tests.upgrades.test_upgrades import RELEASES
from zhike.core.keeping import archive

TAKING_AWAY = (DeleteModel, RemoveField, RenameField, RenameModel)
ALLOWED: dict[tuple[str, str], str] = {
    ("fields", "0004_only_blobs"): "0.1.0 has been given to nobody yet: its company was kept on the way to it",
}
"""Steps that may: app and name, and the reason, such as the release since which nothing reads it."""


def test_what_a_release_reads_is_still_there_after_an_upgrade() -> None:
    with archive.opened(RELEASES[-1]) as (_, manifest):
        known = {(app, name) for app, names in manifest.migrations.items() for name in names}
    steps = MigrationLoader(None).disk_migrations
    ours = {key: step for key, step in steps.items() if step.__module__.startswith("zhike.")}
    taking = {
        f"{app}.{name}: {operation.describe()}"
        for (app, name), step in ours.items()
        if (app, name) not in known and (app, name) not in ALLOWED
        for operation in step.operations
        if isinstance(operation, TAKING_AWAY)
    }
    assert taking == set(), "add and fill in one release, take away in the next"
