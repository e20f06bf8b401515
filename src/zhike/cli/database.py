"""Django and its database, with refusals instead of tracebacks for what an administrator can set right."""

import os

import django
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from zhike.cli.refusal import Refusal
from zhike.cli.starting import environment
from zhike.config.environment import Environment
from zhike.core.keeping.refusing import unfinished
from zhike.phrases import Phrase

MORE_CACHE = "PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=8000;"


def start_django(*, during_restore: bool = False) -> Environment:
    """Read the settings and set Django up; modules with models may be imported afterwards only.

    Raises:
        Refusal: naming the variable that cannot be understood, or a restore that was broken off.
    """
    settings = environment()
    if not during_restore and (broken_off := unfinished(settings.data_dir)):
        raise Refusal(broken_off)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.config.settings")
    django.setup()
    _take_more_cache()
    return settings


def _take_more_cache() -> None:
    """Imports are a third faster with it, and a command has one connection where a web process has many."""
    if connection.vendor == "sqlite" and MORE_CACHE not in connection.settings_dict["OPTIONS"]["init_command"]:
        connection.settings_dict["OPTIONS"]["init_command"] += MORE_CACHE


def missing_migrations() -> int:
    """Count the migrations that the database still lacks.

    Raises:
        Refusal: if the database cannot be reached.
    """
    try:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        raise Refusal(unreachable(error)) from error


def refuse_unmigrated() -> None:
    """Let nothing touch a database that is not up to date.

    Raises:
        Refusal: naming `zhike migrate`.
    """
    if missing_migrations():
        raise Refusal(Phrase("The database is not up to date: run `zhike migrate` first."))


def unreachable(error: Exception) -> Phrase:
    return Phrase(
        "The database cannot be used (%(reason)s): check ZHIKE_DATABASE_URL and that the database server runs.",
        {"reason": str(error).strip().partition("\n")[0]},  # PostgreSQL's further lines repeat values of rows
    )
