"""The columns of a file of contacts: one row a person at a customer."""

from django.utils.translation import gettext_lazy as _

from zhike.customers import operations
from zhike.customers.exchange.naming import CUSTOMER, CUSTOMER_COLUMNS, UNKNOWN_CUSTOMERS
from zhike.customers.rules import people as rules
from zhike.exchange.columns import Column, Layout
from zhike.exchange.kinds import Kind, Option
from zhike.exchange.preparing import Preparation

PARTS = {
    **dict.fromkeys(("决策者", "决策人", "拍板人", "决策", "decides", "decider"), "decider"),
    **dict.fromkeys(("影响者", "影响人", "影响", "influences", "influencer"), "influencer"),
    **dict.fromkeys(("使用者", "使用人", "用户", "使用", "uses", "user"), "user"),
    **dict.fromkeys(("把关者", "把关人", "把关", "keeps the gate", "gatekeeper"), "gatekeeper"),
    **dict.fromkeys(("采购", "采购者", "采购人", "采购员", "buys", "buyer"), "buyer"),
    **dict.fromkeys(("反对者", "反对人", "opposes", "opponent"), "opponent"),
}
ATTITUDES = {
    **dict.fromkeys(("反对我们", "反对", "against us", "-2"), "-2"),
    **dict.fromkeys(("有疑虑", "怀疑", "疑虑", "sceptical", "-1"), "-1"),
    **dict.fromkeys(("中立或不清楚", "中立", "一般", "不清楚", "neutral or not known", "0"), "0"),
    **dict.fromkeys(("友好", "友善", "friendly", "1"), "1"),
    **dict.fromkeys(("支持我们", "支持", "speaks for us", "2"), "2"),
}

COLUMNS = (
    *CUSTOMER_COLUMNS,
    Column(
        "name",
        "联系人",
        "text",
        ("联系人姓名", "联系人名称", "姓名", "contact", "contact name", "name"),
        needed=True,
    ),
    Column(
        "phone",
        "电话",
        "phone",
        ("手机", "手机号", "联系电话", "联系人电话", "联系人手机", "电话号码", "phone", "mobile", "tel"),
        longest=20,
    ),
    Column("title", "职务", "text", ("职位", "岗位", "联系人职务", "job title", "title"), longest=40),
    Column("salutation", "称呼", "text", ("尊称", "form of address"), longest=20),
    Column("part", "角色", "choice", ("采购角色", "决策角色", "part in buying", "role"), choices=PARTS),
    Column("influence", "影响力", "whole", ("影响力(1-5)", "影响力1-5", "influence", "influence, 1 to 5")),
    Column("attitude", "态度", "choice", ("对我方态度", "attitude"), choices=ATTITUDES),
    Column("email", "邮箱", "email", ("电子邮件", "电子邮箱", "联系人邮箱", "邮件", "email", "e-mail", "mail")),
    Column("birthday", "生日", "text", ("出生日期", "birthday", "date of birth"), longest=30),
    Column("birth_year", "出生年份", "whole", ("出生年", "year of birth")),
)

CONTACTS = Kind(
    name="contacts",
    title=_("Contacts"),
    layout=Layout(columns=COLUMNS, key=CUSTOMER, any_of=(CUSTOMER,)),
    preparation=Preparation(rules.prepare_contacts, rules.names_of_contacts),
    write=operations.bring_contacts_in,
    options=(
        Option(
            "existing",
            _("Contacts that are known already"),
            {
                "update": _("Take over what the file says"),
                "fill": _("Fill in only what is missing"),
                "skip": _("Leave as they are"),
            },
        ),
        UNKNOWN_CUSTOMERS,
    ),
)
