"""Checks of settings, disk and installed files; none needs Django."""

import platform
import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import zhike
from zhike.cli.doctor.finding import Finding, State
from zhike.config.environment import Environment, faults, unknown_variables
from zhike.phrases import LOCALE_DIR, Phrase

PACKAGE = Path(zhike.__file__).parent
DIST = PACKAGE / "static" / "zhike" / "dist"
LEAST_FREE_BYTES = 1_000_000_000
OLDEST_SQLITE = (3, 31, 0)  # Django 5.2's
REINSTALL = Phrase("Install Zhike again; in a source checkout run `python hatch_build.py`.")


def settings_are_safe(settings: Environment) -> list[Finding]:
    unsafe = [Finding("settings", State.BAD, Phrase("The settings are unsafe."), fault) for fault in faults(settings)]
    return unsafe or [Finding("settings", State.GOOD, Phrase("The settings are safe."))]


def variables_are_known(environ: Mapping[str, str]) -> Finding:
    unknown = unknown_variables(environ)
    if not unknown:
        return Finding("variables", State.GOOD, Phrase("Every ZHIKE_ variable is a known one."))
    return Finding(
        "variables",
        State.DOUBTFUL,
        Phrase("Variables that Zhike does not know: %(names)s", {"names": ", ".join(unknown)}),
        Phrase("Compare their spelling with the list of settings."),
    )


def directory_is_writable(directory: Path) -> Finding:
    values = {"path": directory}
    if reason := _hindrance(directory):
        return Finding(
            "directory",
            State.BAD,
            Phrase("The data directory %(path)s cannot be written (%(reason)s).", {**values, "reason": reason}),
            Phrase("Let the user who runs Zhike own it, or set ZHIKE_DATA_DIR."),
        )
    return Finding("directory", State.GOOD, Phrase("The data directory %(path)s is writable.", values))


def backups_can_be_written(directory: Path | None) -> list[Finding]:
    if directory is None:
        said = Phrase("No backup is made at night.")
        return [Finding("backups", State.DOUBTFUL, said, Phrase("Set ZHIKE_BACKUP_DIR, best on another disk."))]
    values = {"path": directory}
    if reason := _hindrance(directory):
        said = Phrase("Backups cannot be written to %(path)s (%(reason)s).", {**values, "reason": reason})
        remedy = Phrase("Make the directory and let the user who runs Zhike own it, or set ZHIKE_BACKUP_DIR.")
        return [Finding("backups", State.BAD, said, remedy)]
    return [Finding("backups", State.GOOD, Phrase("Each night a backup is written to %(path)s.", values))]


def exports_can_be_written(directory: Path | None) -> list[Finding]:
    """Say nothing where no such directory is wished."""
    if directory is None:
        return []
    values = {"path": directory}
    if reason := _hindrance(directory):
        said = Phrase("Scheduled exports cannot be written to %(path)s (%(reason)s).", {**values, "reason": reason})
        remedy = Phrase("Make the directory and let the user who runs Zhike own it, or set ZHIKE_EXPORT_DIR.")
        return [Finding("exports", State.BAD, said, remedy)]
    return [Finding("exports", State.GOOD, Phrase("Scheduled exports are written to %(path)s.", values))]


def _hindrance(directory: Path) -> str:
    """Answer why nothing can be written there; empty when it can."""
    try:
        with tempfile.TemporaryFile(dir=directory) as file:
            file.write(b"0")
    except OSError as error:
        return error.strerror or str(error)
    return ""


def disk_has_room(directory: Path) -> Finding:
    free = shutil.disk_usage(directory).free
    said = Phrase("%(gigabytes)s GB are free on its disk.", {"gigabytes": f"{free / 1e9:.1f}"})
    if free >= LEAST_FREE_BYTES:
        return Finding("disk", State.GOOD, said)
    return Finding("disk", State.DOUBTFUL, said, Phrase("Make room: imports and backups need at least 1 GB."))


def versions_are_told() -> Finding:
    values = {"zhike": zhike.__version__, "python": platform.python_version(), "django": version("Django")}
    return Finding("versions", State.GOOD, Phrase("Zhike %(zhike)s, Python %(python)s, Django %(django)s.", values))


def pages_are_built() -> Finding:
    if any(DIST.rglob("manifest.json")):
        return Finding("pages", State.GOOD, Phrase("The pages' scripts and styles are there."))
    return Finding("pages", State.BAD, Phrase("The pages' scripts and styles are missing."), REINSTALL)


def texts_are_compiled() -> Finding:
    compiled = LOCALE_DIR / "zh_Hans" / "LC_MESSAGES" / "django.mo"
    if compiled.exists():
        return Finding("texts", State.GOOD, Phrase("The Chinese texts are there."))
    return Finding("texts", State.BAD, Phrase("The Chinese texts are missing."), REINSTALL)


def time_zone_is_known() -> Finding:
    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        said = Phrase("The time zone Asia/Shanghai is unknown.")
        return Finding("zone", State.BAD, said, Phrase("Install it: pip install tzdata"))
    return Finding("zone", State.GOOD, Phrase("The time zone Asia/Shanghai is known."))


def sqlite_is_new_enough() -> Finding:
    said = Phrase("SQLite is %(version)s.", {"version": sqlite3.sqlite_version})
    if sqlite3.sqlite_version_info >= OLDEST_SQLITE:
        return Finding("sqlite", State.GOOD, said)
    return Finding("sqlite", State.BAD, said, Phrase("It must be 3.31 or newer: use a newer Python or PostgreSQL."))


def clock_is_plausible() -> Finding:
    """A clock that is behind the day these files were installed is certainly wrong."""
    now = datetime.now(UTC)
    installed = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    said = Phrase("The clock says %(now)s.", {"now": f"{now.astimezone():%Y-%m-%d %H:%M %z}"})
    if now >= installed:
        return Finding("clock", State.GOOD, said)
    remedy = Phrase("It is behind the day Zhike was installed: set it right, best by NTP.")
    return Finding("clock", State.BAD, said, remedy)
