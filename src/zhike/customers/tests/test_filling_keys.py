"""The keys of customers from before they were kept."""

from importlib import import_module

import pytest
from django.apps import apps

from tests.factories import customer
from zhike.customers.models import Party

pytestmark = pytest.mark.django_db


def test_all_who_were_there_before_get_their_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    migration = import_module("zhike.customers.migrations.0004_duplicate_keys")
    monkeypatch.setattr(migration, "AT_ONCE", 2)
    for number in range(5):
        customer(f"远山{number}商贸有限公司", number=f"K{number}", phone=f"021-6000000{number}")
    Party.objects.update(name_key="", phone_key="")
    migration.fill(apps, None)
    assert list(Party.objects.order_by("pk").values_list("name_key", "phone_key")) == [
        (f"远山{number}商贸", f"0216000000{number}") for number in range(5)
    ]
