"""Customers with contacts, phones and Chinese names, which are all made findable by 汉字, pinyin and initials."""

import tempfile
from pathlib import Path

from benchmarks.company import customers
from benchmarks.import_orders import GOAL_MEMORY, python
from benchmarks.installation import fresh_installation
from benchmarks.real_data import write_csv, write_xlsx
from benchmarks.table import show, verdict

ROWS = 50_000
PEER_ROWS = 10_000
GOAL = 2_000  # rows a second
HEADER = ("客户编号", "客户名称", "客户类型", "电话", "地区", "行业", "联系人", "联系人电话", "联系人职务")


def main() -> None:
    rows = [
        (c.number, c.name, "企业", c.phone, c.region, c.industry, c.contact, c.contact_phone, c.contact_title)
        for c in customers(ROWS)
    ]
    with tempfile.TemporaryDirectory(prefix="zhike-bench-") as place:
        text, book = Path(place, "customers.csv"), Path(place, "customers.xlsx")
        write_csv(text, HEADER, rows)
        write_xlsx(book, HEADER, rows)
        peer = _peer(text)
        shown = [_ours(path, peer=peer) for path in (text, book)]
    shown.append((f"first {PEER_ROWS:,} rows by django-import-export, no contacts", f"{peer:,.0f}", "", "1", "", ""))
    titles = ("file", "rows/s", "goal", "ratio to peer", "peak private memory (own + child)", "goal")
    show(f"{ROWS:,} customers with contacts by `zhike import`", titles, shown)


def _ours(path: Path, *, peer: float) -> tuple[str, ...]:
    with fresh_installation() as installation:
        done = installation.bring_in("customers", path)
    speed = done.rows_per_second
    memory = done.memory
    return (
        path.name,
        f"{speed:,.0f}",
        verdict(reached=speed >= GOAL),
        f"{speed / peer:.1f}",
        memory.words,
        verdict(reached=memory.together <= GOAL_MEMORY),
    )


def _peer(path: Path) -> float:
    with fresh_installation() as installation:
        answer = python(installation, "benchmarks.import_peer", "customers", str(path), str(PEER_ROWS))
    return float(answer["rows"] / answer["seconds"])
