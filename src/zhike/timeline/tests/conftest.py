from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.factories import Cast, add_user, customer
from zhike.core.accounts.models import User
from zhike.customers.models import Customer
from zhike.timeline import operations
from zhike.timeline.models import Interaction

ON = date(2026, 11, 20)  # a Friday
AT = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def begun_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let imports take place in these days, whenever the tests do."""
    monkeypatch.setattr("zhike.timeline.operations.agreeing._begun_on", lambda run: ON)


@pytest.fixture
def manager(people: Cast) -> User:
    return add_user("钱经理", username="qian", role="manager")


@pytest.fixture
def buyer(people: Cast) -> Customer:
    return customer("宏达商贸", number="K1", owner=people.rep, contact=("李姐", "13800000007"))


def recorded(buyer: Customer, by: User, *, key: str = "", at: datetime = AT, **data: Any) -> Interaction:
    """Record a follow-up as the form does."""
    told = {"way": "phone", "words": "问了交货时间"} | data
    key = key or f"{at.isoformat()} {told['words']}"
    return operations.record(customer=buyer, data=told, key=key, by=by, at=at, on=at.date())
