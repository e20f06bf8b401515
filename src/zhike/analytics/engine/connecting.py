"""An engine by its URL: DuckDB in this process, or one that exists elsewhere."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis

from zhike.analytics.engine.engine import Engine

TESTED = ("duckdb", "clickhouse", "spark", "sc")
"""Schemes: DuckDB, ClickHouse, Spark (`spark://local[2]` or a master) and Spark Connect (`sc://host:15002`)."""


class BadEngine(ValueError):
    """An engine's URL that cannot be used; the message says what is expected."""


@dataclass(frozen=True)
class Limits:
    """What DuckDB may take of this machine; other engines have limits of their own.

    Attributes:
        memory: such as 2GB; beyond it DuckDB goes on in files.
        threads: at most.
        folder: where these files lie; the system's temporary folder if not given.
    """

    memory: str = "2GB"
    threads: int = 2
    folder: Path | None = None


def connect(url: str = "duckdb://", *, limits: Limits = Limits()) -> Engine:
    """Open an engine.

    Raises:
        BadEngine: the URL names none that is tested, or it cannot be reached.
    """
    scheme, parts, _ = url.partition("://")  # urlsplit takes the brackets of local[2] for an address
    if scheme not in TESTED or not parts:
        raise BadEngine(f"expected a URL that begins with {', '.join(f'{each}://' for each in TESTED)}")
    try:
        if scheme == "duckdb":
            return Engine(_duckdb(url.removeprefix("duckdb://"), limits))
        return Engine(ibis.connect(url) if scheme == "clickhouse" else _spark(url))
    except ImportError as error:
        raise BadEngine(f"the driver of {scheme} is not installed: {error}") from error
    except Exception as error:  # each driver has errors of its own, which may repeat the password
        raise BadEngine(f"{scheme} cannot be reached ({type(error).__name__})") from error


def _duckdb(path: str, limits: Limits) -> Any:
    config: dict[str, Any] = {
        "memory_limit": limits.memory,
        "threads": limits.threads,
        "preserve_insertion_order": False,  # lines have none, and keeping it takes memory
        "autoinstall_known_extensions": False,
        "enable_external_file_cache": False,  # a month written anew has the old one's name, and perhaps its second
    }
    folder = None if limits.folder is None else str(limits.folder)
    return ibis.duckdb.connect(path or ":memory:", temp_directory=folder, **config)


def _spark(url: str) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415 - not installed by default

    builder: Any = SparkSession.builder
    builder = builder.remote(url) if url.startswith("sc://") else builder.master(_master(url))
    return ibis.pyspark.connect(builder.config("spark.sql.session.timeZone", "UTC").getOrCreate())


def _master(url: str) -> str:
    """Answer what Spark calls a master: `local[2]` has no scheme there."""
    name = url.removeprefix("spark://")
    return name if name.startswith("local") else url
