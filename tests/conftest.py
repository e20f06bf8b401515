import pytest

from tests import factories


@pytest.fixture
def cast(db: None) -> factories.Cast:
    """Introduce everybody the stories are about."""
    return factories.cast()
