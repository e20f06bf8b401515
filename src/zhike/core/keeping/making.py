"""Making a backup: the database at one instant, then the files it names, in one file that is whole or not there."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.apps import apps
from django.conf import settings
from django.db.models import FileField

import zhike
from zhike.core.keeping import archive, erasures, snapshot, tables
from zhike.core.keeping.archive import Manifest
from zhike.core.keeping.refusing import Refused, room_for
from zhike.core.storage import sync_folder
from zhike.phrases import Phrase

FOLDER = "backups"  # in the data directory
LAST = "last.json"
Share = Callable[[str, float], None]
TEXTS = {"database": Phrase("Copying the database"), "packing": Phrase("Packing database and files")}


@dataclass(frozen=True)
class Backup:
    """A backup that is there."""

    path: Path
    bytes: int
    manifest: Manifest


def back_up(path: Path, *, at: datetime, force: bool = False, share: Share = lambda _step, _share: None) -> Backup:
    """Make a backup while others go on working; `share` hears which step is done how far.

    Raises:
        Refused: if the file is there already, has no folder or no room, or somebody else is writing it.
    """
    path = path.absolute()
    if path.exists() and not force:
        raise Refused(
            Phrase("%(path)s is there already: choose another name, or give --force to replace it.", {"path": path})
        )
    if not path.parent.is_dir():
        raise Refused(Phrase("The folder %(folder)s does not exist: make it first.", {"folder": path.parent}))
    with room_for(path), _part_of(path) as (part, file):
        copy = part.with_name(f"{part.name}-database")
        try:
            _forget(copy)
            taken = snapshot.take(copy, share=lambda done: share("database", done))
            manifest = _pack(file, copy, taken, at=at, share=share)
        finally:
            _forget(copy)
        size = part.stat().st_size
        part.replace(path)
        sync_folder(path.parent)
    _note_last(path, at)
    return Backup(path, size, manifest)


def last_noted(data_dir: Path) -> tuple[Path, datetime] | None:
    """Answer where and when the last backup was made."""
    try:
        told = json.loads((data_dir / FOLDER / LAST).read_text(encoding="utf-8"))
        return Path(told["path"]), datetime.fromisoformat(told["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def own_folder() -> Path:
    """Answer the folder in the data directory where Zhike keeps backups of its own accord."""
    folder: Path = settings.DATA_DIR / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def _part_of(path: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """Hold the draft of a backup; a draft that somebody was killed over is written anew."""
    part = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o600), "rb+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(_being_written(path)) from error
        if not part.exists() or not os.path.samestat(os.fstat(file.fileno()), part.stat()):
            raise Refused(_being_written(path))  # it was finished while we waited
        file.truncate(0)
        try:
            yield part, file
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _being_written(path: Path) -> Phrase:
    return Phrase("Another backup is being written to %(path)s: wait for its end.", {"path": path})


def _pack(file: IO[bytes], copy: Path, taken: snapshot.Taken, *, at: datetime, share: Share) -> Manifest:
    names = list(_file_names())
    total = copy.stat().st_size + sum(size for _, size in names)
    done = 0

    def progress(count: int) -> None:
        nonlocal done
        done += count
        share("packing", done / total if total else 1)

    with archive.written(file, progress) as writer:
        _add(writer, archive.DATABASE, copy)
        _add(writer, archive.ERASURES, erasures.path_of_list())
        there = {name for name, _ in names if _add(writer, archive.FILES + name, settings.MEDIA_ROOT / name)}
        manifest = Manifest(
            version=zhike.__version__,
            made_at=at.isoformat(),
            vendor=taken.vendor,
            migrations=taken.migrations,
            counts=taken.counts,
            parts=writer.parts,
            missing=sorted(({name for name, _ in names} | set(_named_in(copy))) - there),
        )
        writer.finish(manifest)
    return manifest


def _add(writer: archive.Writer, name: str, path: Path) -> bool:
    """Add a file unless it has vanished meanwhile."""
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return False
    with source:
        writer.add(name, source)
    return True


def _file_names() -> Iterator[tuple[str, int]]:
    """List what is under the media root, with its sizes."""
    for folder, _, names in os.walk(settings.MEDIA_ROOT, followlinks=True):
        for name in sorted(names):
            path = Path(folder) / name
            with suppress(FileNotFoundError):
                yield path.relative_to(settings.MEDIA_ROOT).as_posix(), path.stat().st_size


def _named_in(copy: Path) -> Iterator[str]:
    """List the files that rows of the copy name."""
    with tables.opened(copy) as db:
        known = {table.name: table for table in tables.tables(db)}
        for model in apps.get_models():
            table = known.get(model._meta.db_table)
            for field in model._meta.concrete_fields:
                if table and isinstance(field, FileField) and field.column in table.columns:
                    column = tables.quoted(field.column)
                    rows = db.execute(f"SELECT {column} FROM {table.quoted} WHERE {column} <> ''")  # noqa: S608
                    yield from (name for (name,) in rows)


def _note_last(path: Path, at: datetime) -> None:
    place = own_folder() / LAST
    draft = place.with_suffix(".part")
    draft.write_text(json.dumps({"path": str(path), "at": at.isoformat()}, ensure_ascii=False), encoding="utf-8")
    draft.replace(place)


def _forget(copy: Path) -> None:
    for path in (copy, *(copy.with_name(copy.name + end) for end in ("-journal", "-wal", "-shm"))):
        path.unlink(missing_ok=True)
