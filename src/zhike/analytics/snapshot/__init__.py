"""Order lines kept outside the database, as a Parquet file a month: what the engine reads.

It is read and written in a process of its own (`python -m zhike.analytics.snapshot`): the scanner brings its own copy
of SQLite, and two copies in one process that have the same file open take each other's locks away.
"""

from zhike.analytics.snapshot.checking import Difference, check, differences
from zhike.analytics.snapshot.manifest import BadSnapshot, Manifest, files_of, manifest_of
from zhike.analytics.snapshot.months import Figures
from zhike.analytics.snapshot.refreshing import Refreshed, SnapshotBusy, refresh
from zhike.analytics.snapshot.schema import COLUMNS, SCHEMA
from zhike.analytics.snapshot.source import BadSource, Source, Vendor

__all__ = [
    "COLUMNS",
    "SCHEMA",
    "BadSnapshot",
    "BadSource",
    "Difference",
    "Figures",
    "Manifest",
    "Refreshed",
    "SnapshotBusy",
    "Source",
    "Vendor",
    "check",
    "differences",
    "files_of",
    "manifest_of",
    "refresh",
]
