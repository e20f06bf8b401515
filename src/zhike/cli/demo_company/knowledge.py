"""What the demo company's people have noted of their customers: who decides, what is needed, what is liked."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from zhike.core.accounts.models import User
from zhike.customers import operations, queries

KNOWN_WELL = 40  # customers of which something was noted
PARTS = {"老板": "decider", "采购经理": "buyer", "采购员": "buyer", "财务经理": "gatekeeper", "仓库主管": "user"}
NEEDS = (
    ("stated", "每周三前要送到，要快", "电话里说的", ("delivery",)),
    ("stated", "价格比去年便宜一点", "报价时提出", ("price", "low_cost")),
    ("real", "少占用资金，账期要够", "财务经理聊到回款", ("low_cost", "easy")),
    ("real", "旺季不能断货", "去年断货两次", ("delivery", "right_product")),
    ("unstated", "有问题随时找得到人", "上门时观察", ("easy", "respect")),
    ("unstated", "每批品质要稳定，食品级放心", "看过他们的退货登记", ("quality", "safety")),
    ("delight", "中秋送一份有老板名字的礼盒", "老板娘喜欢做人情", ("happiness", "vanity")),
    ("secret", "怕换供应商在老板面前没面子", "私下提到", ("respect", "vanity")),
)
MATTERS = {"价格比去年便宜一点": "明年年度合同", "少占用资金，账期要够": "明年年度合同", "旺季不能断货": "中秋备货"}
LIKES = (
    ("饮料", "爱喝龙井，不喝咖啡"),
    ("送货", "早上八点前到，走后门"),
    ("联系", "中午不接电话，发微信"),
    ("称呼", "喜欢叫张姐，不叫张总"),
    ("付款", "月底最后一天对账"),
)
CARD = (
    {"x_legal_person": "赵国强", "x_founded_on": "2009-05-01", "x_business_type": "批发", "x_scale": "60 人"},
    {"x_potential": "c1", "x_service_area": "浙北三市", "x_direction": "往社区团购走", "x_cooperation": "c1"},
    {"x_performance": "年销约 800 万", "x_competitors": "还从两家同行拿货", "x_credit_status": "c1"},
    {"x_problems": "账期偏长", "x_strengths": "回款稳定", "x_terms": "月结 30 天", "x_reputation": "同行评价好"},
)
SOURCES = ("上门拜访", "送货时", "电话", "展会")


def note_what_is_known(numbers: Sequence[str], *, by: User, on: date) -> None:
    """Write it down by the ordinary operations; whoever has notes already gets none."""
    chance = random.Random(on.year)  # noqa: S311 - a story, not a secret
    found = {c.number: c for c in queries.customers(for_user=by).filter(number__in=numbers[:KNOWN_WELL])}
    for number in numbers[:KNOWN_WELL]:
        customer = found.get(number)
        if customer is None or queries.need_card(customer, for_user=by).has_needs:
            continue
        for contact in queries.current_contacts(customer):
            told = {
                "part": PARTS.get(contact.title, "influencer"),
                "influence": chance.randint(1, 5),
                "attitude": chance.choice((-1, 0, 1, 1, 2)),
                "salutation": f"{contact.person.name[:1]}{chance.choice(('总', '经理', '姐', '工'))}",
                "birthday": chance.choice(("", "05-01", "农历八月十五", "11-28")),
            }
            operations.change_contact(contact=contact, data=told, version=contact.version, by=by)
        for kind, text, evidence, tags in chance.sample(NEEDS, chance.randint(2, 4)):
            said = {
                "kind": kind,
                "text": text,
                "evidence": evidence,
                "tags": list(tags),
                "matter": MATTERS.get(text, ""),
            }
            operations.note_need(customer=customer, data=said, by=by)
        card = {name: value for block in chance.sample(CARD, chance.randint(1, 4)) for name, value in block.items()}
        operations.change_customer(customer=customer, data=card, version=customer.version, by=by)
        subject, text = chance.choice(LIKES)
        liked = {"subject": subject, "text": text, "source": chance.choice(SOURCES)}
        for ago in range(chance.randint(1, 3)):
            operations.note_preference(customer=customer, data=liked, by=by, on=on - timedelta(days=30 * (3 - ago)))
