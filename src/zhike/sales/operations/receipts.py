"""Bring receipts in from a file: each once, whatever is brought in twice; a submitted one is never edited."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhike.core import bulk
from zhike.core.numbering import operations as numbering
from zhike.exchange.kinds import Outcome, errored
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Spool
from zhike.phrases import Phrase
from zhike.sales.models import Receipt
from zhike.sales.operations import buyers
from zhike.sales.rules.naming import Buyer
from zhike.sales.rules.receipts import Prepared, Told

NUMBER_PREFIX = "SK"
SUBMITTED = Phrase("Receipt %(number)s was submitted before with other content; a submitted paper is never edited")
TWICE = Phrase("The same receipt stands further up in the file")
ALIKE = Phrase("The same row stands further up in the file; both are in. If it is one receipt, undo and delete a row")
CONTENT = ("customer_id", "received_on", "amount", "way", "account", "payer", "remarks")


def bring_in(prepared: Prepared, run: ImportRun, file: Spool) -> list[Outcome]:
    """Submit the receipts that are new; one without a number is known again by all that its row says."""
    outcomes = [o for f in prepared.faults for o in errored([f.line], f.phrase, f.column)]
    found = buyers.settle((told.buyer for told in prepared.told), run, file)
    submitted = _submitted(prepared.told)
    known = buyers.ids_of(found, {})
    new: list[Told] = []
    seen: dict[str, Told] = {}
    for told in prepared.told:
        identity = told.number or told.key
        if first := seen.get(identity):
            outcomes.append(_repeated(told, first))
        elif before := submitted.get(identity):
            outcomes.append(_compared(told, before, known.get(told.buyer), run=run))
        elif isinstance(who := found[told.buyer], Phrase):
            outcomes += buyers.without([told.line], who, run)
        else:
            new.append(told)
            outcomes.append(Outcome(told.line, "created", ALIKE if told.repeats else None))
        seen[identity] = told
    newcomers = {who for told in new if isinstance(who := found[told.buyer], buyers.Newcomer)}
    ids = buyers.ids_of(found, buyers.make(newcomers, run, file))
    _submit(new, ids, run=run, file=file)
    return outcomes


def _submitted(rows: Sequence[Told]) -> dict[str, Receipt]:
    """Answer the receipts that are there already, by the number or key their rows would have."""
    by_number = Receipt.objects.filter(bulk.Among("number", {told.number for told in rows if told.number}))
    by_key = Receipt.objects.filter(bulk.Among("key", {told.key for told in rows if told.key}))
    return {receipt.number: receipt for receipt in by_number} | {str(receipt.key): receipt for receipt in by_key}


def _submit(rows: Sequence[Told], ids: Mapping[Buyer, int], *, run: ImportRun, file: Spool) -> None:
    free = iter(_free_numbers(sum(not told.number for told in rows), file))
    bulk.insert(
        Receipt,
        ("number", "key", *CONTENT, "origin_id"),
        [(told.number or next(free), told.key or None, *_content(told, ids.get(told.buyer)), run.pk) for told in rows],
    )


def _content(told: Told, customer_id: int | None) -> tuple[Any, ...]:
    """Write a row as the values of CONTENT."""
    return (customer_id, told.received_on, told.amount, told.way, told.account, told.payer, told.remarks)


def _compared(told: Told, before: Receipt, customer_id: int | None, *, run: ImportRun) -> Outcome:
    """Say what becomes of a receipt that is known; a run that was killed and runs again finds its own."""
    if told.number and tuple(getattr(before, name) for name in CONTENT) != _content(told, customer_id):
        return Outcome(told.line, "errored", SUBMITTED.given(number=told.number), "收款单号")
    is_own = before.origin_id == run.pk
    return Outcome(told.line, "created" if is_own else "skipped", ALIKE if is_own and told.repeats else None)


def _repeated(told: Told, before: Told) -> Outcome:
    """Say what becomes of a number that the file has twice."""
    if _content(told, None) == _content(before, None) and told.buyer == before.buyer:
        return Outcome(told.line, "skipped", TWICE)
    return Outcome(told.line, "errored", SUBMITTED.given(number=told.number), "收款单号")


def _free_numbers(count: int, file: Spool) -> list[str]:
    """Give out numbers that no receipt has, in the books or in the file."""
    free: list[str] = []
    while len(free) < count:
        given = numbering.next_numbers(NUMBER_PREFIX, count - len(free))
        used = {*Receipt.objects.filter(bulk.Among("number", given)).values_list("number", flat=True)}
        used |= {str(number) for (number,) in file.distinct("number", where="number", among=given)}
        free += [number for number in given if number not in used]
    return free
