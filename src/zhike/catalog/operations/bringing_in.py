"""Bring products in from a file, one batch of rows at a time.

All rows of one name come in the same batch, and what another batch could change is asked of the file as a whole: so a
trial, whose batches are rolled back, ends exactly as the import does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhike.catalog.models import Product
from zhike.catalog.operations.editing import index_products
from zhike.catalog.operations.knowns import CHANGEABLE, Knowns
from zhike.catalog.queries import locked_products
from zhike.catalog.rules import Prepared
from zhike.core import bulk
from zhike.exchange.kinds import Outcome, errored
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Row, Spool
from zhike.phrases import Phrase

SEVERAL = Phrase("Several products are called %(name)s; give the product code as well")
CODE_OF_ANOTHER = Phrase("%(name)s is also the code of a product in this file; give this one a code of its own")
RENAMED = Phrase("%(code)s was %(name)s until now, and the file also has %(name)s without a code; give it one")


@dataclass
class Batch:
    """What one transaction knows while it walks the rows."""

    run: ImportRun
    by_code: dict[str, Product]
    codes_of: dict[str, set[str]]  # of each name, in the books and in this batch
    codes_coming: set[str]  # names that the file has as codes
    without_code: set[str]  # names that the file has without a code

    def code_of(self, row: Row) -> str:
        """Answer the code a row means: its own, that of the only product of its name, or the name itself."""
        name, codes = _cell(row, "name"), self.codes_of.get(_cell(row, "name"), set())
        return _cell(row, "code") or (next(iter(codes)) if len(codes) == 1 else name)

    def makes(self, row: Row) -> bool:
        """Say whether a row makes its product, or has made it before this run was killed."""
        known = self.by_code.get(self.code_of(row))
        return known is None or known.origin_id == self.run.pk


def bring_in(prepared: Prepared, run: ImportRun, file: Spool) -> list[Outcome]:
    """Write a batch: what the rows say of known products, then the new ones."""
    batch = _batch(prepared.rows, run, file)
    outcomes = [o for f in prepared.faults for o in errored([f.line], f.phrase, f.column)]
    refused = {row.line: fault for row in prepared.rows if (fault := next(_faults(batch, row), None))}
    good = [row for row in prepared.rows if row.line not in refused]
    known = [row for row in good if not batch.makes(row)]
    outcomes += [*refused.values(), *_apply_known(batch, known)]
    return outcomes + _make_unknown(batch, [row for row in good if batch.makes(row)])


def _cell(row: Row, name: str) -> str:
    return str(row.values.get(name) or "")


def _batch(rows: Sequence[Row], run: ImportRun, file: Spool) -> Batch:
    codes, names = ({_cell(row, column) for row in rows} - {""} for column in ("code", "name"))
    known = locked_products(codes=codes | names, names=names)
    codes_of: dict[str, set[str]] = {}
    for product in known:
        codes_of.setdefault(product.name, set()).add(product.code)
    for row in rows:
        if code := _cell(row, "code"):
            codes_of.setdefault(_cell(row, "name"), set()).add(code)
    alone = {_cell(row, "name") for row in rows if not row.values.get("code")}
    former = {product.name for product in known if product.code in codes}
    return Batch(
        run,
        {product.code: product for product in known},
        codes_of,
        codes_coming={str(code) for (code,) in file.distinct("code", where="code", among=alone)},
        without_code={
            str(name) for name, code in file.distinct("name", "code", where="name", among=former) if code is None
        },
    )


def _faults(batch: Batch, row: Row) -> Iterator[Outcome]:
    """Say why a row stays out, the first reason first."""
    name, code, codes = _cell(row, "name"), _cell(row, "code"), batch.codes_of.get(_cell(row, "name"), set())
    if not code and len(codes) > 1:
        yield from errored([row.line], SEVERAL.given(name=name), "产品名称")
    if not code and not codes and name in batch.codes_coming:
        yield from errored([row.line], CODE_OF_ANOTHER.given(name=name), "产品编码")
    known = batch.by_code.get(code)
    if known and known.name != name and known.name in batch.without_code and batch.run.options["existing"] == "update":
        yield from errored([row.line], RENAMED.given(code=code, name=known.name), "产品名称")


def _apply_known(batch: Batch, rows: Sequence[Row]) -> list[Outcome]:
    known = [(row, batch.by_code[batch.code_of(row)]) for row in rows]
    knowns = Knowns(batch.run, [product.pk for _, product in known])
    outcomes = [knowns.apply(row.line, product, told=_told(row)) for row, product in known]
    knowns.write()
    return outcomes


def _told(row: Row) -> dict[str, str]:
    """Answer what a row says of its product; a name that stands for the code says nothing else."""
    names = CHANGEABLE if row.values.get("code") else CHANGEABLE[1:]
    return {name: value for name in names if (value := _cell(row, name))}


def _make_unknown(batch: Batch, rows: Sequence[Row]) -> list[Outcome]:
    """Make each product that no book knows, once, of all the rows that mean it."""
    new: dict[str, Product] = {}
    outcomes = []
    for row in rows:
        code = batch.code_of(row)
        if before := new.get(code):
            fills_only = batch.run.options["existing"] == "fill"
            told = {n: v for n, v in _told(row).items() if v != getattr(before, n)}
            told = {n: v for n, v in told.items() if not fills_only or not getattr(before, n)}
            for name, value in told.items():
                setattr(before, name, value)
            outcomes.append(Outcome(row.line, "updated" if told else "skipped"))
        else:
            new[code] = Product(code=code, name=_cell(row, "name"), origin=batch.run)
            new[code].unit, new[code].category = _cell(row, "unit"), _cell(row, "category")
            outcomes.append(Outcome(row.line, "created"))
    index_products(bulk.create(Product, [product for code, product in new.items() if code not in batch.by_code]))
    return outcomes
