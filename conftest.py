"""What every test stands on: the shared people, and files apart from the user's own.

The settings make a secret key where the data is.
"""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import django
import hypothesis
import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Cast

os.environ["ZHIKE_DATA_DIR"] = tempfile.mkdtemp(prefix="zhike-tests-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.config.settings")
django.setup()  # here and not by pytest-django, which would load the settings before this file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let each test process read the settings after it has a data directory of its own, as above."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Test SQLite as it is used: in a file, where each thread has a connection of its own."""
    from django.conf import settings  # noqa: PLC0415 - not before the data directory is set

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(Path(os.environ["ZHIKE_DATA_DIR"]) / "tests.sqlite3")


@pytest.fixture
def people(db: None) -> "Cast":
    """Introduce everybody the stories are about."""
    from tests.factories import cast  # noqa: PLC0415 - not before Django is set up

    return cast()


@pytest.fixture
def owner(people: "Cast") -> "Client":
    """Sign in 周敏, who sees everything."""
    from tests.factories import signed_in  # noqa: PLC0415 - not before Django is set up

    return signed_in(people.owner)


@pytest.fixture
def rep(people: "Cast") -> "Client":
    """Sign in 李强, who sees what is his own."""
    from tests.factories import signed_in  # noqa: PLC0415 - not before Django is set up

    return signed_in(people.rep)


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the files of imports in this process, where the test's database is."""
    from zhike.exchange.reading import peek, read_into_spool  # noqa: PLC0415 - not before Django is set up

    monkeypatch.setattr("zhike.exchange.operations.read_in_child", read_into_spool)
    monkeypatch.setattr("zhike.exchange.deciding.taking.peek_in_child", peek)


@pytest.fixture
def small_batches(read_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the few rows of a test be several batches."""
    monkeypatch.setattr("zhike.exchange.preparing.ROWS_AT_ONCE", 2)
    monkeypatch.setattr("zhike.exchange.undoing.AT_ONCE", 2)


# How long an example takes is nobody's promise. The same examples each time: a change is judged by what it changes.
hypothesis.settings.register_profile("zhike", deadline=None, derandomize=True)
hypothesis.settings.load_profile("zhike")
