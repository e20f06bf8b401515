"""An import as its user takes it through the pages, step by step."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.test import Client
from django.urls import reverse

from tests.factories import give_role, signed_in
from tests.factories.files import upload
from tests.factories.pages import sent
from zhike.core.access.models import Role
from zhike.core.access.rules import Scope
from zhike.core.accounts.models import User
from zhike.core.jobs import worker
from zhike.core.jobs.models import Job
from zhike.exchange.models import ImportRun

Rows = list[Sequence[object]]


def importer(user: User) -> Client:
    """Let a colleague import who else sees only customers of her own, and sign her in."""
    grants = {"exchange.import": Scope.OWN, "customers.see": Scope.OWN}
    Role.objects.create(code="importer", name="导入员", grants=grants)
    give_role(user, "importer")
    return signed_in(user)


def workbook(*sheets: Rows) -> bytes:
    """Give a workbook of these sheets."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def address(run: ImportRun, step: str) -> str:
    return reverse(f"exchange:{step}", args=[run.pk])


def bring(
    client: Client, content: bytes, name: str = "客户.xlsx", kind: str = "customers", **options: str
) -> ImportRun:
    """Upload a file with the choices as they are proposed, but for some."""
    new = reverse("exchange:new", args=[kind])
    answer: Any = client.post(new, sent(client.get(new)) | options | {"file": upload(name, content)})
    assert answer.status_code == 302, answer.context["form"].errors
    return ImportRun.objects.latest("pk")


def send(client: Client, run: ImportRun, step: str, **changes: Any) -> Any:
    """Send the form of a step as it stands, but for some changes; None takes a field away."""
    told = sent(client.get(address(run, step))) | changes
    answer = client.post(address(run, step), {name: value for name, value in told.items() if value is not None})
    run.refresh_from_db()
    return answer


def try_out(client: Client, run: ImportRun, **changes: Any) -> ImportRun:
    assert send(client, run, "map", **changes).status_code == 302
    return work(run)


def try_file(client: Client, path: Path, kind: str = "customers", **options: str) -> ImportRun:
    return try_out(client, bring(client, path.read_bytes(), path.name, kind, **options))


def decide(client: Client, run: ImportRun, **told: Any) -> ImportRun:
    """Send corrections and answers from the page of a trial, and try again."""
    client.post(address(run, "check"), told)
    return work(run)


def confirm(client: Client, run: ImportRun) -> ImportRun:
    client.post(address(run, "confirm"))
    return work(run)


def work(run: ImportRun) -> ImportRun:
    """Let a worker do what imports wait for, and nothing else; give the run as it is then."""
    Job.objects.exclude(name__in=[ImportRun.JOB, ImportRun.UNDO]).delete()
    worker.run_all()
    run.refresh_from_db()
    return run
