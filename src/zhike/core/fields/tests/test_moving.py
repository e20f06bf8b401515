"""Files of custom fields from before contents were kept by hash go on being there."""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings

from zhike.core.fields.models import StoredFile
from zhike.core.files.models import Blob

moving = import_module("zhike.core.fields.migrations.0003_files_are_blobs")


class OldRows:
    """Stands in for the table as it was when rows still named their files."""

    def __init__(self, names: dict[int, str]) -> None:
        self.names = names

    def filter(self, *, pk__gt: int) -> "OldRows":
        return OldRows({pk: name for pk, name in self.names.items() if pk > pk__gt})

    def order_by(self, _field: str) -> list[Any]:
        rows = list(StoredFile.objects.filter(pk__in=self.names).order_by("pk"))
        for row in rows:
            row.file = SimpleNamespace(name=self.names[row.pk])  # type: ignore[attr-defined]
        return rows

    def bulk_update(self, rows: list[Any], fields: list[str]) -> None:
        StoredFile.objects.bulk_update(rows, fields)


@pytest.fixture
def media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_each_row_gets_its_content_where_it_lies_and_a_lost_one_none(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "BATCH", 2)
    (media / "fields").mkdir(parents=True)
    for name, content in (("one", b"1"), ("same", b"1"), ("two", b"22")):
        (media / "fields" / name).write_bytes(content)
    names = ("fields/one", "fields/same", "fields/two", "fields/lost")
    rows = [StoredFile.objects.create(name="x.pdf", size=1) for _ in names]
    old = SimpleNamespace(objects=OldRows(dict(zip([row.pk for row in rows], names, strict=True))))
    models = {"StoredFile": old, "Blob": apps.get_model("files", "Blob")}
    moving.give_blobs(SimpleNamespace(get_model=lambda _app, name: models[name]), None)
    found = [row.blob for row in StoredFile.objects.order_by("pk").select_related("blob")]
    assert [blob and blob.file.name for blob in found] == ["fields/one", "fields/one", "fields/two", None]
    assert sorted(Blob.objects.values_list("size", flat=True)) == [1, 2]
