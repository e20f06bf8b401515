"""Attachments go through backup and restore with their contents."""

from pathlib import Path

import pytest

from zhike.cli.tests.keeping import Home, asked

pytestmark = pytest.mark.own_database

ATTACH = """
import django
django.setup()
from datetime import UTC, datetime
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from tests.factories import add_user, customer
from zhike.core.files import operations
by = add_user("李强", username="liqiang", role="rep")
with transaction.atomic():
    record = customer("宏达商贸", number="K1", owner=by)
uploads = [SimpleUploadedFile(name, content) for name, content in (("合同.pdf", b"%PDF-1.4 x"), ("说明.txt", b"hello"))]
at = datetime(2026, 11, 22, tzinfo=UTC)
operations.attach(kind="customers.customer", object_id=record.pk, uploads=uploads, key="k", by=by, at=at)
"""
ROWS = "SELECT a.name, b.sha256, b.file FROM files_attachment a JOIN files_blob b ON b.id = a.blob_id ORDER BY a.id"


def test_attachments_come_back_with_their_contents(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old, new = Home(tmp_path / "old"), Home(tmp_path / "new")
    for done in (old.zhike("migrate"), old.python("-c", ATTACH), old.zhike("backup", tmp_path / "zhike.zip")):
        assert done.code == 0, done.err
    restored = new.zhike("restore", tmp_path / "zhike.zip", "--json")
    assert restored.code == 0, restored.err
    assert restored.told["files"] == 2
    assert new.files() == old.files()
    assert sorted(new.files().values()) == [b"%PDF-1.4 x", b"hello"]
    rows = asked(new.database, ROWS)
    assert [row[0] for row in rows] == ["合同.pdf", "说明.txt"]
    assert {row[2] for row in rows} == set(new.files())
