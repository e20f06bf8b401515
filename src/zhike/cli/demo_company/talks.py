"""Invent what was said with the demo company's customers, and what was agreed for next time."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from zhike.cli.demo_company.story import Buyer

HEADS = ("客户编号", "跟进方式", "跟进内容", "跟进人", "跟进时间", "下次联系日期", "下次联系内容")
TALKED_WITH = 60  # customers of which something is told
TALKS = (
    ("电话", "问了这批货的到货时间，答应周三前送到", "确认到货"),
    ("微信", "发了新的报价单，对方说要跟老板商量", "问报价结果"),
    ("拜访", "上门看了仓库，库存只够两周；旺季前要补一次货", "谈旺季备货"),
    ("电话", "反映上次大米有两袋破损，已经答应换货", "换货是否满意"),
    ("会议", "和采购经理对了本季度的账，没有差异", "下季度计划"),
    ("微信", "节日问候，对方提到要换包装规格", "送新规格样品"),
    ("展会", "在粮油展上见面，聊了社区团购的配送", "给配送方案"),
    ("邮件", "发了合同初稿，等对方法务意见", "催合同意见"),
    ("拜访", "送样品两件，老板娘当场试用，说清洁力不错", "问试用反馈"),
)


def follow_up_rows(
    chance: random.Random, customers: Sequence[Buyer], owners: Sequence[str], *, on: date
) -> Iterator[tuple[str, ...]]:
    """Write what was said with some customers; of some the next contact is due about today."""
    for place, buyer in enumerate(customers[:TALKED_WITH]):
        ago, told = chance.randint(2, 9), chance.randint(1, 6)
        for times in range(told):
            way, words, purpose = chance.choice(TALKS)
            next_on = on + timedelta(days=chance.choice((-1, 0, 0, 1, 3, 6, 20)))
            agreed = (next_on.isoformat(), purpose) if times == 0 and place % 3 != 2 else ("", "")
            day = on - timedelta(days=ago)
            when = f"{day.isoformat()} {chance.randint(9, 17):02d}:{chance.choice((5, 20, 40)):02d}"
            yield (buyer.number, way, words, owners[place % len(owners)], when, *agreed)
            ago += chance.randint(5, 25)
