"""What the gallery shows: each cell and block in each of its states."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.core.files.models import Attachment, Blob
from zhike.core.files.queries import Section
from zhike.kit import cells
from zhike.kit.charts import Chart
from zhike.kit.figures import Figure


class _Colleague:
    name = "周敏"


def exhibits() -> dict[str, Any]:
    """Answer what the gallery page needs."""
    return {"cells": _cells(), "figures": _figures(), "chart": _chart(), "attachments": _attachments()}


def _cells() -> list[tuple[str, list[SafeString]]]:
    return [
        ("text", [cells.text("宏达商贸"), cells.text("")]),
        ("money", [cells.money(1_234_500), cells.money(-50), cells.money(None)]),
        ("number", [cells.number(12_000), cells.number(Decimal("1.250000")), cells.number(None)]),
        ("day", [cells.day(date(2026, 11, 21)), cells.day(None)]),
        ("moment", [cells.moment(datetime(2026, 11, 21, 7, 30, tzinfo=UTC)), cells.moment(None)]),
        ("badge", [cells.badge(tone or "plain", tone) for tone in ("", "accent", "info", "good", "warn", "bad")]),
        ("person", [cells.person(_Colleague()), cells.person(None)]),
        ("phone", [cells.phone("13800000007"), cells.phone("")]),
        ("email", [cells.email("li@example.com"), cells.email("")]),
        (
            "masked",
            [cells.masked("13800000007", "phone"), cells.masked("li@example.com", "email"), cells.masked("", "id")],
        ),
        ("missing", [cells.missing(_("cost unknown"))]),
    ]


def _figures() -> list[Figure]:
    return [
        Figure("one", _("Ordered in all"), cells.money(9_600_000), "12", _("The sum of all orders."), "#cells"),
        Figure("two", _("Margin in all"), cells.missing(_("cost unknown"))),
    ]


def _chart() -> Chart:
    return Chart(
        "gallery-chart", "2026-03: ¥320.00", _("yuan"), ["2026-01", "2026-02", "2026-03"], [120, 0, 320], _("Ordered")
    )


def _attachments() -> Section:
    blob, at = Blob(size=1_234_567), datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
    names = ("采购合同.pdf", "通话录音.mp3", "报价单.xlsx", "旧报价单.xlsx")
    *files, removed = (Attachment(pk=pk, blob=blob, name=name, at=at) for pk, name in enumerate(names, start=1))
    removed.removed_at = at
    return Section("customers.customer", 0, tuple(files), (removed,), may_edit=True)
