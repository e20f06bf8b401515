"""The five kinds of need, their tags, and what to ask next (domain book A02, A18, C24)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from zhike.phrases import Phrase

KINDS = ("stated", "real", "unstated", "delight", "secret")
INTERNAL = ("delight", "secret")
OPEN_KINDS = tuple(kind for kind in KINDS if kind not in INTERNAL)
GONE = "gone"

BUSINESS = {
    "fast": Phrase("speed"),
    "right_product": Phrase("the right product"),
    "innovation": Phrase("valuable innovation"),
    "low_cost": Phrase("low cost"),
    "free": Phrase("even free"),
    "easy": Phrase("easier to do business"),
}
PRODUCT = {
    "price": Phrase("price"),
    "quality": Phrase("quality"),
    "delivery": Phrase("delivery time"),
    "safety": Phrase("safety"),
    "taste": Phrase("preference"),
}
PSYCHE = {
    "happiness": Phrase("happiness"),
    "respect": Phrase("being respected"),
    "vanity": Phrase("vanity"),
}
TAGS = BUSINESS | PRODUCT | PSYCHE

QUESTIONS = {
    "stated": Phrase("What do you want to buy, how much of it and by when?"),
    "real": Phrase("What is it for? What would be different once you have it?"),
    "unstated": Phrase("What do you take for granted from a good supplier?"),
    "delight": Phrase("What small thing beyond the order would make the day of the person who decides?"),
    "secret": Phrase("How will the person who decides look before the boss and the colleagues?"),
}

_SIGNS = {
    "price": "便宜 价格 价钱 报价 太贵 优惠 打折 折扣 降价 预算 账期 省钱 成本",
    "quality": "质量 品质 耐用 结实 不坏 正品 次品 返修 合格 稳定 好用",
    "delivery": "要快 快点 尽快 赶快 着急 急用 加急 赶工 交期 交货 准时 按时 当天 马上 发货",
    "safety": "安全 环保 无毒 过敏 有害 检测 资质 消防 隐患 食品级 放心",
    "taste": "喜欢 偏好 习惯 口味 颜色 款式 样式 不爱 爱用 指定",
    "happiness": "开心 高兴 幸福 省心 舒服 轻松 温馨 惊喜 家人 团圆",
    "respect": "面子 尊重 重视 怠慢 看不起 被晾 礼貌 客气 体面",
    "vanity": "面子 气派 高档 有档次 显得 显摆 炫耀 羡慕 独一份 限量 名牌 大牌",
}


class Told(Protocol):
    """What is asked of a need here."""

    kind: str
    status: str


class Said(Told, Protocol):
    """What is asked of a need that may be for the customer's own eyes."""

    is_sure: bool


Need = TypeVar("Need", bound=Said)


@dataclass(frozen=True)
class Discovery:
    """How many of the five kinds of need are known, and what to ask for the others."""

    filled: tuple[str, ...]
    questions: tuple[tuple[str, Phrase], ...]

    @property
    def depth(self) -> float:
        return len(self.filled) / len(KINDS)


def discovery(needs: Iterable[Told]) -> Discovery:
    """Count the kinds that are filled; a need that is no longer so fills nothing."""
    known = {need.kind for need in needs if need.status != GONE}
    return Discovery(
        tuple(kind for kind in KINDS if kind in known),
        tuple((kind, QUESTIONS[kind]) for kind in KINDS if kind not in known),
    )


def shown_to_customer(needs: Iterable[Need]) -> list[Need]:
    """Keep what the customer has said itself: what it stated, and what is really behind it once it has agreed."""
    return [need for need in needs if need.kind == "stated" or (need.kind == "real" and need.is_sure)]


def suggested_tags(text: str) -> tuple[str, ...]:
    """Answer which product and psychological needs the words speak of.

    要快，怕老板没面子 speaks of delivery, of being respected and of vanity.
    """
    return tuple(tag for tag, signs in _SIGNS.items() if any(sign in text for sign in signs.split()))


def known_tags(tags: Sequence[str]) -> list[str]:
    """Keep the tags that there are, each once, in their order."""
    return [tag for tag in TAGS if tag in tags]
