"""The file names inside an app are the same in every app."""

from pathlib import Path

import pytest

from tests.architecture.tree import BESIDE, SRC, app_folders, name_of

FILES = frozenset(
    {"__init__", "api", "apps", "exchange", "filters", "forms", "jobs", "models", "operations", "permissions"}
    | {"middleware", "queries", "rules", "schedule", "screens", "urls", "views"}
)
FOLDERS = FILES - {"__init__"} | {"management", "migrations", "static", "templates", "templatetags", "tests"}
NAMELESS = frozenset(
    {"base", "common", "helper", "helpers", "manager", "managers", "misc", "services", "util", "utils"}
)


def shelves() -> list[Path]:
    """List the apps, and the features within them that have addresses and so a shelf of their own."""
    features = (
        path.parent for app in app_folders() for path in app.glob("*/urls.py") if path.parent.name not in FOLDERS
    )
    return [*app_folders(), *sorted(features)]


def contents(app: Path) -> list[Path]:
    return [path for path in app.iterdir() if path.name != "__pycache__" and not path.name.startswith(".")]


@pytest.mark.parametrize("app", shelves(), ids=lambda app: app.name)
def test_an_app_has_only_the_files_of_the_shelf(app: Path) -> None:
    strangers = [
        name_of(path)
        for path in contents(app)
        if path not in shelves()
        if (path.is_dir() and path.name not in FOLDERS) or (path.suffix == ".py" and path.stem not in FILES)
    ]
    assert not strangers, "see the shelf in CONTRIBUTING.md; a file past 300 lines becomes a folder of the same name"


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    paths = (path for path in SRC.rglob("*") if not BESIDE & set(path.relative_to(SRC).parts))
    nameless = [name_of(path) for path in paths if path.stem in NAMELESS and (path.is_dir() or path.suffix == ".py")]
    assert not nameless, "name the file for what it holds"
