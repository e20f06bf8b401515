"""Names in a file that are nobody's: the known customers they likely mean, and what somebody has said of that."""

from collections.abc import Iterable, Mapping, Sequence

from zhike.customers.models import Customer
from zhike.customers.operations.lookalikes import write_down
from zhike.customers.queries import Duplicate, Sign, alike, customers_held, described, near_customers
from zhike.customers.rules.identity import name_key
from zhike.exchange.kinds import ANOTHER, LEAVE_OUT, SAME, about_name
from zhike.exchange.models import ImportRun
from zhike.phrases import Phrase

MOST = 5
LIKELY = Phrase("There is no customer %(customer)s; probably %(likely)s is meant")
ANOTHERS = Phrase("There is no customer %(customer)s; probably a colleague's is meant: %(likely)s")
LEFT_OUT = Phrase("The rows of %(customer)s were left out, as was decided")


def likely_customers(names: Iterable[str], *, run: ImportRun, may_be_new: bool = False) -> dict[str, Customer | Phrase]:
    """Answer whom names that nobody has likely mean: the customer that was chosen for one, else what is said of it.

    A name like nobody's, or one said to be another's where such are made, is not in the answer. Who brings the file
    chooses among the customers she may see; what this run has made does not count.
    """
    keys = {name: name_key(name) for name in set(names)}
    found = alike({(Sign.NAME, key) for key in keys.values()}, besides=run) if keys else {}
    met = {name: found[Sign.NAME, key][:MOST] for name, key in keys.items() if (Sign.NAME, key) in found}
    met |= near_customers(keys.keys() - met, for_user=run.by, besides=run)
    known = described({pk for ids in met.values() for pk in ids}, for_user=run.by)
    write_down([each.customer_id for each in known.values() if each.customer is None], by=run.by)
    chosen: dict[str, int] = {}
    answer: dict[str, Customer | Phrase] = {}
    for name, ids in met.items():
        word, pk = run.decision(about_name(name))
        if word == SAME and pk in ids and known[pk].customer is not None:
            chosen[name] = pk
        elif word == LEAVE_OUT:
            answer[name] = LEFT_OUT.given(customer=name)
        elif not (word == ANOTHER and may_be_new):
            answer[name] = _told(name, ids, known, may_be_new=may_be_new)
    held = {each.pk: each for each in customers_held(chosen.values())} if chosen else {}
    return answer | {name: held[pk] for name, pk in chosen.items()}


def _told(name: str, ids: Sequence[int], known: Mapping[int, Duplicate], *, may_be_new: bool) -> Phrase:
    """Name the customers that are likely meant; the values carry what may be chosen."""
    words = {pk: _words(known[pk]) for pk in ids}
    ours = [[pk, words[pk]] for pk in ids if known[pk].customer is not None]
    told = {"customer": name, "likely": "、".join(words.values())}
    asked: dict[str, object] = {"known": ours, "may_be_new": may_be_new} if ours or may_be_new else {}
    return (LIKELY if ours else ANOTHERS).given(**told, **asked)


def _words(met: Duplicate) -> str:
    """Write a customer in any language: of another's as much as `described` tells."""
    return f"{met.customer.number} {met.name}" if met.customer is not None else f"{met.name}（{met.owner}）"
