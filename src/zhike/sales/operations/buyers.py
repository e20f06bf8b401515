"""Whom the orders of a file name: settled against the books and the whole file, never against what a batch has written.

So the batches may come in any order, be rolled back or be done again, and each order still finds the same customer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhike.customers import operations as customer_operations
from zhike.customers import queries as customers
from zhike.exchange.kinds import Outcome
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Spool
from zhike.kit.addresses import UNREACHABLE, is_reachable
from zhike.phrases import Phrase
from zhike.sales.rules import Buyer, is_code

UNKNOWN = Phrase("There is no customer %(customer)s; import the customers first, or choose to add unknown customers")
SEVERAL = Phrase("Several customers are called %(customer)s; give the customer number as well")


@dataclass(frozen=True)
class Newcomer:
    """A customer to make: by number, or by a name that nobody has."""

    number: str
    name: str


Found = int | Newcomer | Phrase


def settle(buyers: Iterable[Buyer], run: ImportRun, file: Spool) -> dict[Buyer, Found]:
    """Answer each buyer's customer id, the customer to make, or why there is neither."""
    buyers = set(buyers)
    makes = run.options.get("unknown_customers") == "create"
    names = {name for b in buyers for name in (b.word, b.name) if name}
    known = customers.held_identities(numbers={n for b in buyers for n in (b.number, b.word) if n}, names=names)
    by_number = {customer.number: customer.pk for customer in known}
    own = {c.name: c.number for c in known if c.origin_id == run.pk}
    numbers_of = _numbers_in_file(names, file) if makes else {}
    numbers = {*by_number, *(_numbers_coming([b.word for b in buyers], file) if makes else ())}
    for customer in known:
        if customer.origin_id != run.pk:
            numbers_of.setdefault(customer.name, set()).add(customer.number)
    settled: dict[Buyer, Found] = {}
    nameless: dict[Buyer, str] = {}  # with a name that nobody has, and no number
    for buyer in buyers:
        number = buyer.number or (buyer.word if buyer.word in numbers or (makes and is_code(buyer.word)) else "")
        name = buyer.name or buyer.word or number
        if not number and len(numbers_of.get(name, ())) > 1:
            settled[buyer] = SEVERAL.given(customer=name)
            continue
        number = number or next(iter(numbers_of.get(name, ())), "") or own.get(name, "")
        settled[buyer] = by_number.get(number) or _newcomer(number, name, makes=makes)
        if not number:
            nameless[buyer] = name
    return settled | _likely(nameless, run, makes=makes)


def without(lines: Iterable[int], why: Phrase, run: ImportRun) -> list[Outcome]:
    """Say of the rows of a paper why they have no customer, or that they were left out."""
    return [outcome for line in lines for outcome in customer_operations.without_customer(line, why, run)]


def _likely(unknown: Mapping[Buyer, str], run: ImportRun, *, makes: bool) -> dict[Buyer, Found]:
    """Answer whom the names likely mean; where new customers are made, only if there is a page to ask on."""
    if makes and not run.peek:
        return {}
    likely = customer_operations.likely_customers(unknown.values(), run=run, may_be_new=makes)
    found = {buyer: likely[name] for buyer, name in unknown.items() if name in likely}
    return {buyer: who if isinstance(who, Phrase) else who.pk for buyer, who in found.items()}


def make(
    newcomers: Iterable[Newcomer], run: ImportRun, file: Spool, *, handlers: Mapping[Newcomer, int] | None = None
) -> dict[Newcomer, int]:
    """Write the customers that new orders name for the first time, each number once.

    Who handled their first order becomes the owner, if who brings the file may give customers to that colleague.
    """
    if not (newcomers := set(newcomers)):
        return {}
    new = {newcomer.number or f"|{newcomer.name}": newcomer for newcomer in newcomers}
    handled = handlers or {}
    may_own = customers.possible_owners(handled.values(), by=run.by)
    owners = {n: user for n, user in handled.items() if user in may_own}
    made = customer_operations.make_customers(
        [customer_operations.NewCustomer(n.name, n.number, owner_id=owners.get(n)) for n in new.values()],
        origin=run,
        taken=lambda numbers: _numbers_coming(numbers, file),
    )
    ids = dict(zip(new, made, strict=True))
    return {n: ids[n.number or f"|{n.name}"] for n in newcomers}


def _newcomer(number: str, name: str, *, makes: bool) -> Newcomer | Phrase:
    if not makes:
        return UNKNOWN.given(customer=number or name)
    if number and not is_reachable(number):
        return UNREACHABLE.given(number=number)
    return Newcomer(number, name)


def _numbers_in_file(names: set[str], file: Spool) -> dict[str, set[str]]:
    """Answer the numbers that the file itself gives to customers of these names."""
    numbers_of: dict[str, set[str]] = {}
    for named in ("customer_name", "customer"):
        for name, number, word in file.distinct(named, "customer_number", "customer", where=named, among=names):
            given = str(number or "") or (str(word) if named == "customer_name" and is_code(str(word or "")) else "")
            if given:
                numbers_of.setdefault(str(name), set()).add(given)
    return numbers_of


def _numbers_coming(numbers: Sequence[str], file: Spool) -> set[str]:
    """Answer which of these the file gives to a customer as a number."""
    given = file.distinct("customer_number", where="customer_number", among=numbers)
    words = file.distinct("customer", where="customer", among=[n for n in numbers if is_code(n)])
    return {str(value) for (value,) in given | words}


def ids_of(found: Mapping[Buyer, Found], made: Mapping[Newcomer, int]) -> dict[Buyer, int]:
    """Answer the customer ids of those who have or got one."""
    ids = {buyer: made.get(who) if isinstance(who, Newcomer) else who for buyer, who in found.items()}
    return {buyer: who for buyer, who in ids.items() if isinstance(who, int)}
