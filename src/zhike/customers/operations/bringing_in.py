"""Bring customers and their contacts in from a file, one batch of rows at a time.

All rows of one name come in the same batch, and whatever another batch could change is asked of the file as a whole:
so a trial, whose batches are rolled back, ends exactly as the import does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhike.core.accounts import queries as accounts
from zhike.customers.models import Customer
from zhike.customers.operations import asking, doubles, lookalikes
from zhike.customers.operations.custom_cells import CustomCells
from zhike.customers.operations.knowns import Knowns
from zhike.customers.operations.newcomers import TOLD_OF_CONTACT, Newcomer, make_newcomers, newcomer
from zhike.customers.queries import locked_customers
from zhike.customers.rules.rows import Prepared
from zhike.exchange.kinds import ANOTHER, SAME, Outcome, errored
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Row, Spool
from zhike.kit.addresses import UNREACHABLE, is_reachable
from zhike.phrases import Phrase

SEVERAL = Phrase("Several customers are called %(name)s; give the customer number as well")
NOBODY = Phrase("No colleague is called %(name)s; write a colleague's name or user name, or leave it empty")
NAMESAKES = Phrase("Several colleagues are called %(name)s; write the user name instead")
RENAMED = Phrase("%(number)s was %(name)s until now, and the file also has %(name)s without a number; give it one")
NAMELESS = Phrase("A contact's phone, e-mail or job title needs the contact's name")


@dataclass
class Batch:
    """What one transaction knows while it walks the rows."""

    run: ImportRun
    file: Spool
    owners: dict[str, list[int]]
    by_number: dict[str, Customer]
    numbers_of: dict[str, set[str]]  # of each name, in the books and in this batch
    custom: CustomCells

    def number_of(self, row: Row) -> str:
        """Answer the number a row means: its own, or that of the only customer of its name; else nothing."""
        if number := _cell(row, "number"):
            return number
        numbers = self.numbers_of[_cell(row, "name")]
        return next(iter(numbers)) if len(numbers) == 1 else ""

    def customer_of(self, row: Row) -> Customer | None:
        """Answer the known customer that a row means."""
        return self.by_number.get(self.number_of(row)) if self.by_number else None

    def maker_of(self, row: Row) -> str:
        """Name the customer that a row would make; the rows of one name make one."""
        number = self.number_of(row)
        return f"#{number}" if number else _cell(row, "name")

    @property
    def keeps_likely_out(self) -> bool:
        """Whether what looks like a known customer is kept out rather than imported with a word of warning."""
        return self.run.options.get("likely_known") in ("error", asking.ASKS)

    def fills_only(self, row: Row) -> bool:
        """Whether a later row of a new customer says only what none before it has said."""
        return self.policy == "fill" or self.run.decision(row.line)[0] == SAME

    @property
    def policy(self) -> str:
        """What happens to known customers: update, fill or skip."""
        return str(self.run.options.get("existing"))


def bring_in(prepared: Prepared, run: ImportRun, file: Spool) -> list[Outcome]:
    """Write a batch: what the rows say of known customers, then new ones, each with its contacts."""
    rows = [*prepared.rows, *prepared.unsound]
    batch = _batch(rows, run, file)
    refused = [Outcome(f.line, "errored", f.phrase, f.column) for f in (*prepared.faults, *batch.custom.faults)]
    refused += [fault for row in rows for fault in _faults(batch, row)]
    _hear_claims(batch, _without(refused, prepared.rows))
    refused += [fault for row in rows for fault in _doubts(batch, row)]
    good = _without(refused, prepared.rows)
    warnings = _likely_known(batch, good)
    same: list[Row] = []
    if batch.keeps_likely_out:
        said = asking.answers(run, warnings, makers={row.line: batch.maker_of(row) for row in good})
        refused += asking.kept_out(run, warnings, said).values()
        same = [row for row in good if said.get(row.line) == SAME]
        good = [row for row in good if said.get(row.line, ANOTHER) == ANOTHER]
    outcomes = _apply_known(batch, [row for row in good if batch.customer_of(row)])
    outcomes += _make_unknown(batch, [row for row in good if batch.customer_of(row) is None])
    outcomes += _fill_same(batch, same, warnings)
    warnings |= doubles.taken(good, run=run, file=file)
    doubtful = [asking.told(run, warnings[each.line], each) if each.line in warnings else each for each in outcomes]
    return [*refused, *doubtful]


def _without(refused: Sequence[Outcome], rows: Sequence[Row]) -> list[Row]:
    lines = {each.line for each in refused}
    return [row for row in rows if row.line not in lines] if lines else [*rows]


def _fill_same(batch: Batch, rows: Sequence[Row], doubts: Mapping[int, lookalikes.Doubt]) -> list[Outcome]:
    """Let rows of which somebody has said whom they mean fill that customer's blanks."""
    if not rows:
        return []
    return asking.fill(batch.run, rows, doubts, owner_of=lambda row: _owner_id(batch, row), custom_of=batch.custom.of)


def _likely_known(batch: Batch, rows: Sequence[Row]) -> dict[int, lookalikes.Doubt]:
    """Say of the rows that would make a customer which ones look like one we have, or like an earlier row."""
    unknown = [row for row in rows if batch.customer_of(row) is None]
    found = lookalikes.doubts(unknown, run=batch.run, file=batch.file)
    met = {batch.maker_of(row) for row in unknown if row.line in found}
    others = [row for row in unknown if batch.maker_of(row) not in met]
    found |= doubles.doubts(others, run=batch.run, file=batch.file, maker_of=batch.maker_of)
    if not found:
        return {}
    if not batch.keeps_likely_out:
        first = {batch.maker_of(row): row for row in reversed(unknown) if row.line in found}
        return {row.line: found[row.line].paired(_cell(row, "name")) for row in first.values()}
    doubtful = {batch.maker_of(row): found[row.line] for row in unknown if row.line in found}
    return {row.line: doubtful[batch.maker_of(row)] for row in unknown if batch.maker_of(row) in doubtful}


def _cell(row: Row, name: str) -> str:
    return str(row.values.get(name) or "")


def _batch(rows: Sequence[Row], run: ImportRun, file: Spool) -> Batch:
    known = locked_customers(numbers={_cell(row, "number") for row in rows}, names={_cell(row, "name") for row in rows})
    numbers_of: dict[str, set[str]] = {_cell(row, "name"): set() for row in rows}
    for customer in known:
        numbers_of.setdefault(customer.party.name, set()).add(customer.number)
    by_number = {customer.number: customer for customer in known}
    return Batch(run, file, _owners(), by_number, numbers_of, CustomCells(rows, by=run.by))


def _hear_claims(batch: Batch, rows: Sequence[Row]) -> None:
    """Let the rows with a number say whose name theirs is."""
    for row in rows:
        if number := _cell(row, "number"):
            batch.numbers_of[_cell(row, "name")].add(number)


def _owners() -> dict[str, list[int]]:
    owners: dict[str, list[int]] = {}
    for user in accounts.active_users():
        for word in {user.name, user.username.casefold()}:
            owners.setdefault(word, []).append(user.pk)
    return owners


def _owner_ids(batch: Batch, row: Row) -> list[int]:
    if not (word := _cell(row, "owner")):
        return []
    return batch.owners.get(word) or batch.owners.get(word.casefold()) or []


def _owner_id(batch: Batch, row: Row) -> int | None:
    return next(iter(_owner_ids(batch, row)), None)


def _faults(batch: Batch, row: Row) -> Iterator[Outcome]:
    """Say all for which a row stays out."""
    number, name, owner = _cell(row, "number"), _cell(row, "name"), _cell(row, "owner")
    if number and not is_reachable(number):
        yield from errored([row.line], UNREACHABLE.given(number=number), "客户编号")
    if owner and len(_owner_ids(batch, row)) != 1:
        yield from errored([row.line], (NAMESAKES if _owner_ids(batch, row) else NOBODY).given(name=owner), "负责人")
    if not _cell(row, "contact_name") and any(_cell(row, f"contact_{name}") for name in TOLD_OF_CONTACT):
        yield from errored([row.line], NAMELESS, "联系人")
    known = batch.customer_of(row)
    if known and known.party.name != name and batch.policy == "update" and _stands_alone(batch, known.party.name):
        yield from errored([row.line], RENAMED.given(number=known.number, name=known.party.name), "客户名称")


def _doubts(batch: Batch, row: Row) -> list[Outcome]:
    """Say of a row without a number that its name means several customers."""
    name = _cell(row, "name")
    if _cell(row, "number") or len(batch.numbers_of[name]) < 2:
        return []
    return errored([row.line], SEVERAL.given(name=name), "客户名称")


def _stands_alone(batch: Batch, name: str) -> bool:
    """Say whether the file has a row of this name without a number: a renaming would change whom it means."""
    return (None,) in batch.file.distinct("number", where="name", among=[name])


def _apply_known(batch: Batch, rows: Sequence[Row]) -> list[Outcome]:
    """Let the rows change the customers that the books know."""
    if not rows:
        return []
    known = [(row, customer) for row in rows if (customer := batch.customer_of(row))]
    knowns = Knowns(batch.run, list({customer.pk: customer for _, customer in known}.values()))
    outcomes = [
        knowns.apply(row, customer, owner_id=_owner_id(batch, row), custom=batch.custom.of(row))
        for row, customer in known
    ]
    if batch.run.changes is not None:  # a trial leaves them as they are
        lookalikes.keep_former(knowns.changed.values(), file=batch.file)
        contacts = [(contact.customer_id, changes) for contact, changes in knowns.contacts.changed.values()]
        lookalikes.keep_former_phones(contacts, file=batch.file)
    knowns.write()
    return outcomes


def _make_unknown(batch: Batch, rows: Sequence[Row]) -> list[Outcome]:
    """Make each customer that no book knows, once, of all the rows that mean it."""
    newcomers: dict[str, Newcomer] = {}
    outcomes = []
    for row in rows:
        maker, owner_id = batch.maker_of(row), _owner_id(batch, row)
        if before := newcomers.get(maker):
            changed = before.add(row, owner_id=owner_id, custom=batch.custom.of(row), fills_only=batch.fills_only(row))
            outcomes.append(Outcome(row.line, "updated" if changed else "skipped"))
        else:
            custom = batch.custom.of(row)
            newcomers[maker] = newcomer(row, number=batch.number_of(row), owner_id=owner_id, custom=custom)
            outcomes.append(Outcome(row.line, "created"))
    make_newcomers(newcomers.values(), run=batch.run, file=batch.file)
    return outcomes
