from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import LazySettings

from tests.factories import Cast, customer

if TYPE_CHECKING:
    from zhike.customers.models import Customer


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    """Give each test a media folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def buyer(people: Cast) -> "Customer":
    return customer("宏达商贸", number="K1", owner=people.rep)


@pytest.fixture
def foreign(people: Cast) -> "Customer":
    return customer("远山商贸", number="K2", owner=people.other_rep)
