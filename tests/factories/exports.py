"""Exports as their users ask for them, and the files that come of it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from zhike.core.jobs import worker
from zhike.core.jobs.models import Job
from zhike.exchange.models import Export
from zhike.exchange.sheets import Limits, open_sheet

LIST = "customers"


def ask(client: Client, kind: str = "csv", query: str = "sort=number", **more: str) -> Any:
    return client.post(f"{reverse('exchange:export', args=[LIST])}?{query}", {"kind": kind} | more)


def make() -> None:
    """Let a worker make what was asked for, and nothing else."""
    Job.objects.exclude(name=Export.JOB).delete()
    worker.run_all()


def content(answer: Any) -> bytes:
    """Read a file to its end, as a browser does."""
    return b"".join(answer.streaming_content)


def kept_files() -> list[str]:
    folder = Path(settings.MEDIA_ROOT) / "exports"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def rows_of(path: Path) -> list[list[Any]]:
    """Read a file as an import would."""
    with open_sheet(path, Limits()) as sheet:
        return [list(cells) for _line, cells in sheet.rows]
