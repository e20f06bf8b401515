"""The file of a backup: a zip whose last characters are the SHA-256 of everything before them."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from zhike.core.keeping.refusing import Refused
from zhike.phrases import Phrase

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
ERASURES = "erasures.jsonl"
FILES = "files/"
SEAL = b"sha256:"
SEAL_LENGTH = 64  # characters of a SHA-256
COMPRESSION = 3  # a third of the time of zlib's own choice for a twentieth more of bytes
BLOCK = 1 << 20
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Part:
    """One file within a backup."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself; keys and sessions are never in it."""

    version: str
    made_at: str
    vendor: str
    migrations: dict[str, list[str]]
    counts: dict[str, int]
    parts: list[Part]
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    @property
    def files(self) -> int:
        return sum(part.name.startswith(FILES) for part in self.parts)


class Writer:
    """Adds parts to a new backup."""

    def __init__(self, archive: ZipFile, progress: Progress) -> None:
        self.parts: list[Part] = []
        self._archive = archive
        self._progress = progress

    def add(self, name: str, source: BinaryIO) -> None:
        """Take a file in under this name."""
        info = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as target:
            while block := source.read(BLOCK):
                target.write(block)
                digest.update(block)
                size += len(block)
                self._progress(len(block))
        self.parts.append(Part(name, size, digest.hexdigest()))

    def finish(self, manifest: Manifest) -> None:
        self._archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False), ZIP_DEFLATED)


@contextmanager
def written(file: IO[bytes], progress: Progress) -> Iterator[Writer]:
    """Write a backup into a file that is open for reading too, and seal it."""
    with ZipFile(file, "w", compresslevel=COMPRESSION, strict_timestamps=False) as archive:
        archive.comment = SEAL + b"0" * SEAL_LENGTH
        yield Writer(archive, progress)
    length = file.seek(0, os.SEEK_END) - SEAL_LENGTH
    digest = _digest(file, length)
    file.seek(length)
    file.write(digest)
    file.flush()
    os.fsync(file.fileno())


def is_sealed(path: Path) -> bool:
    """Say whether a file is a backup of which not one byte has changed."""
    with path.open("rb") as file:
        length = file.seek(0, os.SEEK_END) - SEAL_LENGTH
        if length < len(SEAL):
            return False
        file.seek(length - len(SEAL))
        seal = file.read()
        return seal.startswith(SEAL) and seal[len(SEAL) :] == _digest(file, length)


@contextmanager
def opened(path: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """Open a backup to be read.

    Raises:
        Refused: if it is no backup, or is damaged.
    """
    try:
        if not is_sealed(path):
            raise Refused(damaged(path))
        with ZipFile(path) as archive:
            yield archive, _manifest(archive, path)
    except (BadZipFile, KeyError, ValueError, TypeError) as error:
        raise Refused(damaged(path)) from error


def check_parts(archive: ZipFile, manifest: Manifest, path: Path) -> None:
    """Read every part once.

    Raises:
        Refused: if one is not what the manifest says, or would be put outside of its folder.
    """
    if sorted(archive.namelist()) != sorted([MANIFEST, *(part.name for part in manifest.parts)]):
        raise Refused(damaged(path))
    for part in manifest.parts:
        with archive.open(part.name) as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
        if digest != part.sha256 or not _is_own_name(part.name):
            raise Refused(damaged(path))


def extract(archive: ZipFile, name: str, target: Path) -> None:
    """Write one part to a new file that is its owner's alone, down to the disk."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file, archive.open(name) as source:
        while block := source.read(BLOCK):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def damaged(path: Path) -> Phrase:
    return Phrase(
        "%(path)s is not a whole backup: it was cut off or changed, or is another kind of file. Nothing was changed; "
        "take another backup.",
        {"path": path},
    )


def _manifest(archive: ZipFile, path: Path) -> Manifest:
    told: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if told["format"] > FORMAT:
        raise Refused(newer(path, told["version"]))
    told["parts"] = [Part(**part) for part in told["parts"]]
    return Manifest(**told)


def newer(path: Path, version: str) -> Phrase:
    return Phrase(
        "%(path)s was made by a newer Zhike (%(version)s): install that version or a later one, then restore.",
        {"path": path, "version": version},
    )


def _is_own_name(name: str) -> bool:
    """Say whether a name stays within its folder."""
    path = PurePosixPath(name)
    if name in (DATABASE, ERASURES):
        return True
    return name.startswith(FILES) and ".." not in path.parts and "\0" not in name and len(path.parts) > 1


def _digest(file: IO[bytes], length: int) -> bytes:
    digest = hashlib.sha256()
    file.seek(0)
    while length and (block := file.read(min(BLOCK, length))):
        digest.update(block)
        length -= len(block)
    return digest.hexdigest().encode()
