"""Invent a company's customers and orders: the same seed tells the same story, ending today."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp

from stdnum.cn.uscc import calc_check_digit

from zhike.cli.demo_company.names import (
    ADDRESS,
    AREAS,
    FAMILY,
    FIRST,
    GOODS,
    PLACES,
    SECOND,
    SOURCES,
    STREETS,
    TITLES,
    TRADES,
)

SEED = 20_26
COMPANIES = 150
HOUSEHOLDS = 40
DAYS = 730
CUSTOMER_HEADS = (
    "客户编号",
    "客户名称",
    "客户类型",
    "电话",
    "地区",
    "行业",
    "客户来源",
    "负责人",
    "联系人",
    "联系人电话",
    "联系人职务",
    "统一社会信用代码",
    "省市区",
    "地址",
    "生日",
)
ORDER_HEADS = ("订单号", "客户编号", "日期", "行号", "产品编码", "产品名称", "数量", "单价", "金额", "成本")


@dataclass(frozen=True)
class Buyer:
    """How one invented customer buys."""

    number: str
    name: str
    kind: str
    gap_days: float
    spend: float
    since: int  # days ago
    silent: int  # days without an order before today
    basket: tuple[int, ...]


def buyers(chance: random.Random) -> list[Buyer]:
    """Invent the customers: a few large, many small, some late, some lost."""
    names = _company_names(chance)
    companies = [_buyer(chance, i, name=next(names), kind="企业") for i in range(1, COMPANIES + 1)]
    last = COMPANIES + HOUSEHOLDS
    return companies + [_buyer(chance, i, name=_family(chance), kind="家庭") for i in range(COMPANIES + 1, last + 1)]


def customer_rows(
    chance: random.Random, customers: Sequence[Buyer], owners: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """Write each customer as a row, some with a second contact on a row of its own."""
    for i, buyer in enumerate(customers):
        place = next((place for place in PLACES if buyer.name.startswith(place)), PLACES[i % len(PLACES)])
        trade = next((industry for word, industry in TRADES if word in buyer.name), "")
        own = (
            buyer.number,
            buyer.name,
            buyer.kind,
            _phone(i * 10),
            place,
            trade,
            chance.choice(SOURCES),
            owners[i % len(owners)],
        )
        more = _more(i, buyer, place)
        yield (*own, *_contact(chance, i * 10 + 7, buyer), *more)
        if buyer.kind == "企业" and chance.random() < 0.4:
            yield (*own, *_contact(chance, i * 10 + 8, buyer), *more)


def order_rows(chance: random.Random, customers: Sequence[Buyer], on: date) -> Iterator[tuple[object, ...]]:
    """Write each customer's orders at a rhythm of its own, fewer around the Spring Festival."""
    number = 0
    for buyer in customers:
        ago = float(buyer.since)
        while ago > buyer.silent:
            day = on - timedelta(days=int(ago))
            if not (_is_quiet_season(day) and chance.random() < 0.7):
                number += 1
                yield from _order(chance, f"XS{day:%y%m%d}{number:05d}", buyer=buyer, day=day)
            ago -= max(1.0, chance.gammavariate(8, buyer.gap_days / 8))


def _company_names(chance: random.Random) -> Iterator[str]:
    """Begin with the one the handbook looks for, then make up names, each once."""
    used = {"宏达商贸"}
    yield "宏达商贸"
    while True:
        name = f"{chance.choice(PLACES)}{chance.choice(FIRST)}{chance.choice(SECOND)}{chance.choice(TRADES)[0]}"
        if name not in used:
            used.add(name)
            yield name


def _family(chance: random.Random) -> str:
    return f"{chance.choice(FAMILY)}{chance.choice(('阿姨', '师傅', '老师', '女士'))}家"


def _buyer(chance: random.Random, i: int, *, name: str, kind: str) -> Buyer:
    gap = chance.choice((7, 10, 14, 21, 30, 30, 45))
    since = chance.randint(120, DAYS)
    silence = chance.choices((0.4, 1.0, 1.7, 2.5, 5.0), weights=(46, 24, 10, 8, 12))[0]
    spend = exp(chance.gauss(7.4, 1.0)) if kind == "企业" else chance.uniform(60, 220)
    if chance.random() < 0.06:  # new customers have too little to say
        since = chance.randint(1, gap)
    return Buyer(
        number=f"K{i:06d}",
        name=name,
        kind=kind,
        gap_days=gap,
        spend=spend,
        since=since,
        silent=min(int(gap * silence), since - 1),
        basket=tuple(chance.sample(range(len(GOODS)), 5 if kind == "企业" else 2)),
    )


def _order(chance: random.Random, number: str, *, buyer: Buyer, day: date) -> Iterator[tuple[object, ...]]:
    lines = chance.randint(1, min(3, len(buyer.basket)))
    for position, item in enumerate(chance.sample(buyer.basket, lines), start=1):
        code, name, _, price, margin = GOODS[item]
        quantity = max(1, round(buyer.spend * chance.lognormvariate(0, 0.35) / lines / price))
        paid = round(price * chance.choice((1, 1, 1, 0.97, 0.95)), 2)
        cost = round(price * (1 - margin) * quantity, 2)
        yield (
            number,
            buyer.number,
            day.isoformat(),
            position,
            code,
            name,
            quantity,
            paid,
            round(paid * quantity, 2),
            cost,
        )


def _contact(chance: random.Random, i: int, buyer: Buyer) -> tuple[str, str, str]:
    if buyer.kind == "家庭":
        return "", "", ""
    if buyer.name == "宏达商贸" and i == 7:
        return "李姐", "13800000007", "采购经理"
    return f"{chance.choice(FAMILY)}{chance.choice(ADDRESS)}", _phone(i), chance.choice(TITLES)


def _more(i: int, buyer: Buyer, place: str) -> tuple[str, str, str, str]:
    """Tell the credit code, the place and the birthday: no dice, so that the rest of the story stays the same."""
    street = f"{STREETS[i % len(STREETS)]} {i + 1} 号"
    if buyer.kind == "企业":
        bare = f"91330100{i:09d}"  # no authority counts from zero
        return bare + calc_check_digit(bare), AREAS[place], street, ""
    birthday = f"农历{('正', '三', '五', '八', '腊')[i % 5]}月初八" if i % 2 else f"{i % 12 + 1:02d}-{i % 28 + 1:02d}"
    return "", AREAS[place], street, birthday


def _phone(i: int) -> str:
    """Count up in a block that no operator gives out."""
    return f"1380{i:07d}"


def _is_quiet_season(day: date) -> bool:
    return (day.month, day.day) >= (1, 25) and (day.month, day.day) <= (2, 12)
