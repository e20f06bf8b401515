"""What keeps the demo company's customers, and what they said of us; one of them stays only because it must."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from zhike.core.accounts.models import User
from zhike.customers import operations, queries

RATED = 12  # customers of which it was thought over
CAUSES = {
    "procedural": (("与我们的 EDI 接口直接下单", "serving", 60), ("仓库员工受过我们的培训", "serving", 35)),
    "financial": (("返利余额 8,000 元，年底才结", "locking", 45), ("冰柜押金 3,000 元", "locking", 25)),
    "relational": (("两位联系人与我们的送货员相熟", "serving", 40), ("老板每年来参加品鉴会", "serving", 30)),
}
SAID = ((4, "上门时采购说的"), (3, "电话回访"), (5, "年会上老板说的"), (4, "对账时财务说的"))
HOSTAGE = (2, "电话里说：送货老是晚，可接口换不起")


def note_what_keeps_them(numbers: Sequence[str], *, by: User, on: date) -> None:
    """Write it down by the ordinary operations; the first of them is the hostage. Whoever was rated is left alone."""
    chance = random.Random(on.year)  # noqa: S311 - a story, not a secret
    found = {c.number: c for c in queries.customers(for_user=by).filter(number__in=numbers[:RATED])}
    for place, number in enumerate(numbers[:RATED]):
        customer = found.get(number)
        if customer is None or queries.bonds(customer).satisfaction:
            continue
        for kind, causes in CAUSES.items():
            cause, nature, score = causes[0] if place == 0 else chance.choice(causes)
            told = {"cause": cause, "nature": nature, "score": score}
            operations.rate_switching_cost(customer=customer, kind=kind, data=told, version=0, by=by)
        grade, source = HOSTAGE if place == 0 else chance.choice(SAID)
        said = {"grade": grade, "source": source, "said_on": on - timedelta(days=chance.randint(3, 60))}
        operations.note_satisfaction(customer=customer, data=said, by=by, on=on)
