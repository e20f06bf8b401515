"""An invented Chinese company of any size, the same one for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

SEED = 20261122
PLACES = ("杭州", "宁波", "温州", "苏州", "上海", "广州", "深圳", "成都", "重庆", "武汉", "长沙", "青岛", "厦门")
WORDS = "宏达盛泰恒信华美瑞丰金诚永兴东方天成博远嘉禾润泽鼎新凯旋鸿图百川海纳同德众合卓越长青"
TRADES = ("商贸", "科技", "建材", "食品", "机械", "电子", "纺织", "化工", "物流", "医药", "餐饮", "五金")
FORMS = ("有限公司", "股份有限公司", "商行", "经营部", "厂")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文辉力健世宁俊峰海波晓东志鹏思雨梓涵子轩欣怡浩然"
TITLES = ("总经理", "采购经理", "财务", "店长", "销售经理", "")


@dataclass(frozen=True)
class Invented:
    """One customer with a contact and, for lists, with labels."""

    number: str
    name: str
    phone: str
    region: str
    industry: str
    contact: str
    contact_phone: str
    contact_title: str
    level: str
    state: int
    last_bought_on: date | None
    bought_365d: int  # 分
    owner: int  # which of the colleagues


def customers(count: int, *, colleagues: int = 10) -> Iterator[Invented]:
    """Invent customers with names that differ."""
    chance = random.Random(SEED)
    for number in range(1, count + 1):
        region, trade = chance.choice(PLACES), chance.choice(TRADES)
        word = "".join(chance.sample(WORDS, 2)) + _counted(number)
        bought = chance.random() < 0.8
        yield Invented(
            number=f"C{number:06d}",
            name=f"{region}{word}{trade}{chance.choice(FORMS)}",
            phone=_phone(chance),
            region=region,
            industry=trade,
            contact=chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2)))),
            contact_phone=_phone(chance),
            contact_title=chance.choice(TITLES),
            level=chance.choices("ABCN", (10, 20, 50, 20))[0],
            state=chance.choices((1, 2, 3, 4, 9), (40, 10, 10, 20, 20))[0],
            last_bought_on=date(2026, 11, 1) - timedelta(days=chance.randrange(1500)) if bought else None,
            bought_365d=chance.randrange(1, 50_000_000) if bought else 0,
            owner=chance.randrange(colleagues),
        )


def _counted(number: int) -> str:
    """Write a number in 汉字 so that no two names are alike."""
    name = ""
    while number:
        number, rest = divmod(number, len(WORDS))
        name += WORDS[rest]
    return name


def _phone(chance: random.Random) -> str:
    return f"1{chance.choice('3589')}{chance.randrange(10**9):09d}"
