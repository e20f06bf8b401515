"""Which customers the rows of a file name that brings what belongs to customers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from zhike.customers.models import Customer
from zhike.customers.operations.likely import ANOTHERS, LEFT_OUT, LIKELY, likely_customers
from zhike.customers.operations.making import NewCustomer, make_customers
from zhike.customers.queries import customers_held, locked_customers, possible_owners
from zhike.customers.rules.people import Who
from zhike.exchange.kinds import Outcome, errored
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Spool
from zhike.phrases import Phrase

UNKNOWN = Phrase("There is no customer %(customer)s; import the customers first, or choose to pass such rows over")
SEVERAL = Phrase("Several customers are called %(customer)s; give the customer number as well")


def named_customers(rows: Iterable[Who], run: ImportRun) -> dict[Who, Customer | Phrase]:
    """Answer the customer each of these names, by number or by a name that only one has; else why there is none.

    A name that is nobody's may have been said to mean a customer that is called much the same.
    """
    wanted = set(rows)
    numbers = {word for who in wanted for word in (who.number, who.word) if word}
    names = {word for who in wanted for word in (who.name, who.word) if word}
    by_number: dict[str, Customer] = {}
    by_name: defaultdict[str, list[Customer]] = defaultdict(list)
    for customer in locked_customers(numbers=numbers, names=names):
        by_number[customer.number] = customer
        by_name[customer.party.name].append(customer)
    found = {who: _found(who, by_number, by_name) for who in wanted}
    unknown = {who: who.name or who.word for who, why in found.items() if not who.number and _is(why, UNKNOWN)}
    if not unknown or (makes(run) and not run.peek):  # nobody can be asked
        return found
    likely = likely_customers(unknown.values(), run=run, may_be_new=makes(run))
    return found | {who: likely[name] for who, name in unknown.items() if name in likely}


def makes(run: ImportRun) -> bool:
    """Say whether customers that nobody has are to be made."""
    return bool(run.options.get("unknown_customers") == "create")


def make_named(
    found: Mapping[Who, Customer | Phrase], authors: Mapping[Who, int], run: ImportRun, *, file: Spool
) -> dict[Who, Customer | Phrase]:
    """Make those among them that nobody has, if that was chosen: each name once, never a number alone.

    Whoever wrote of one becomes the owner, if who brings the file may give customers to that colleague.
    """
    new = {who: _name(who) for who, why in found.items() if makes(run) and _is(why, UNKNOWN) and _name(who)}
    if not new:
        return {**found}
    may_own = possible_owners(authors.values(), by=run.by)
    owners = {_name(who): user for who, user in authors.items() if user in may_own}
    names = list(dict.fromkeys(new.values()))
    ids = make_customers(
        [NewCustomer(name, owner_id=owners.get(name)) for name in names],
        origin=run,
        taken=lambda numbers: {
            str(n) for (n,) in file.distinct("customer_number", where="customer_number", among=numbers)
        },
    )
    held = {each.pk: each for each in customers_held(ids)}
    made = {name: held[pk] for name, pk in zip(names, ids, strict=True)}
    return {**found, **{who: made[name] for who, name in new.items()}}


def without_customer(line: int, why: Phrase, run: ImportRun) -> list[Outcome]:
    """Say what becomes of a row whose customer is not known: given back, or passed over.

    Where somebody can say who is likely meant, such a row is asked about first.
    """
    passed_over = (UNKNOWN,) if run.peek else (UNKNOWN, LIKELY, ANOTHERS)
    skips = run.options.get("unknown_customers") == "skip"
    if _is(why, LEFT_OUT) or (skips and any(_is(why, phrase) for phrase in passed_over)):
        return [Outcome(line, "skipped", why)]
    return errored([line], why, "客户")


def _name(who: Who) -> str:
    """Answer how a customer would be called that is made: a word that may be a number makes nobody."""
    return "" if who.number else who.name or ("" if who.word.isascii() else who.word)


def _is(why: Customer | Phrase, phrase: Phrase) -> bool:
    return isinstance(why, Phrase) and why.text == phrase.text


def _found(who: Who, by_number: Mapping[str, Customer], by_name: Mapping[str, list[Customer]]) -> Customer | Phrase:
    number = who.number or (who.word if who.word in by_number else "")
    if number:
        return by_number.get(number) or UNKNOWN.given(customer=number)
    name = who.name or who.word
    found = by_name.get(name, [])
    if len(found) > 1:
        return SEVERAL.given(customer=name)
    return found[0] if found else UNKNOWN.given(customer=name)
