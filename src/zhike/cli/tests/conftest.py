import pytest

from zhike.cli.tests.keeping import Home, build


@pytest.fixture(scope="session")
def kept_company(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A company on SQLite that no test changes."""
    return build(tmp_path_factory.mktemp("company"))
