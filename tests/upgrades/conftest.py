from tests.faults.conftest import postgres

__all__ = ["postgres"]
