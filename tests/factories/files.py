"""Files as people upload them, and what an import leaves in the database."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from zhike.core.accounts.models import Session, User
from zhike.exchange import jobs, undoing
from zhike.exchange import operations as exchange
from zhike.exchange.models import ImportRun

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
CUSTOMER_HEADS = ("客户编号", "客户名称", "电话", "负责人", "联系人", "联系人电话")
ORDER_HEADS = ("订单号", "客户", "日期", "行号", "产品编码", "数量", "单价", "金额", "成本")
UNWATCHED = {"contenttypes"}


def write_csv(path: Path, rows: Iterable[Sequence[object]], heads: Sequence[str] = ORDER_HEADS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    return path


def upload(name: str, content: bytes = b"%PDF-1.4 made up") -> SimpleUploadedFile:
    """Hand a file in as a browser does."""
    return SimpleUploadedFile(name, content)


def bring_in(
    kind: str, path: Path, *, dry_run: bool = False, options: Mapping[str, str] | None = None, by: User | None = None
) -> ImportRun:
    """Import a file here and now, as the system unless somebody is named."""
    return exchange.import_file(kind=kind, path=path, by=by, dry_run=dry_run, options=options, at=AT)


def take_back(run: ImportRun, by: User) -> ImportRun:
    """Undo an import here and now."""
    run.refresh_from_db()
    undoing.ask_undo(run=run, by=by, at=AT)
    jobs.undo_import(run.pk)
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> tuple[int, int, int, int, int]:
    """Give rows, created, updated, skipped, errored."""
    return run.rows, run.created, run.updated, run.skipped, run.errored


def reasons(run: ImportRun) -> list[tuple[int, str, str]]:
    """Give line, column and untranslated reason of each fault."""
    return [(line, column, text) for line, column, text, _ in run.notes.get("faults", [])]


def tables(*, besides: Iterable[type[Model]] = ()) -> dict[str, list[dict[str, Any]]]:
    """Photograph the content of every table but those of sessions, which each visit may touch."""
    left_out = {*besides, Session}
    watched = [m for m in apps.get_models() if m._meta.managed and m._meta.app_label not in UNWATCHED]
    models = [m for m in watched if m not in left_out]  # a virtual table tells something else each time
    return {m._meta.label: list(m._default_manager.order_by("pk").values()) for m in models}
