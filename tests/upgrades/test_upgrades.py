"""What every release has left is restored and brought up to date by this version, on both databases."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.postgres import Postgres
from zhike.cli.tests.keeping import Home
from zhike.core.keeping import archive

pytestmark = pytest.mark.own_database

RELEASES = sorted(Path(__file__).parent.glob("zhike-*.zip"))
LARGEST_BYTES = 300_000
COUNTED = (
    "accounts_user",
    "customers_party",
    "customers_customer",
    "catalog_product",
    "sales_order",
    "sales_orderline",
)
LOOK = """
import django
django.setup()
from django.apps import apps
from django.test import Client
from zhike.core.accounts.models import User
from zhike.customers.models import Customer
for model in (each for each in apps.get_models() if each._meta.managed):
    print(model._meta.db_table, model._base_manager.count())
client = Client(headers={"host": "localhost"})
client.force_login(User.objects.get(username="pruefer"))
customer = Customer.objects.order_by("pk").first()
for path in ("/customers/", customer.get_absolute_url(), "/orders/"):
    print(path, client.get(path, secure=False).status_code)
"""


def look(home: Home) -> dict[str, int]:
    """Count every table, and ask for some pages as an owner."""
    words = [sys.executable, "-m", "zhike", "createowner", "--username", "pruefer", "--name", "审", "--password-stdin"]
    subprocess.run(words, env=home.environ, input="Kranich-über-See-47", text=True, check=True, capture_output=True)
    done = home.python("-c", LOOK, ZHIKE_HOSTS="localhost", ZHIKE_LOG_LEVEL="CRITICAL")
    assert done.code == 0, done.err
    return {name: int(number) for name, number in (line.rsplit(" ", 1) for line in done.out.splitlines())}


def check(home: Home, release: Path) -> None:
    with archive.opened(release) as (opened, manifest):
        archive.check_parts(opened, manifest, release)
    done = home.zhike("restore", release, "--json")
    assert done.code == 0, done.err
    assert home.zhike("migrate").code == 0
    found = look(home)
    owners = {"accounts_user": 1, "customers_party": 0}  # who has looked came later
    for table in COUNTED:
        assert found[table] == manifest.counts[table] + owners.get(table, 0), table
    pages = {path: status for path, status in found.items() if path.startswith("/")}
    assert len(pages) == 3
    assert set(pages.values()) == {200}
    doctor = home.zhike("doctor")
    assert doctor.code == 0, doctor.out


def test_there_is_a_company_of_a_release_and_each_is_small() -> None:
    assert RELEASES
    assert all(path.stat().st_size <= LARGEST_BYTES for path in RELEASES)


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_a_release_s_company_comes_up_to_date(release: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    check(Home(tmp_path / "home"), release)


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_a_release_s_company_comes_up_to_date_on_postgresql(release: Path, postgres: Postgres, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    check(Home(tmp_path / "home", postgres.new_database()), release)
