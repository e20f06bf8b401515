"""The columns of a file of follow-ups: one row a contact that took place."""

from django.utils.translation import gettext_lazy as _

from zhike.customers import operations as customers
from zhike.exchange.columns import Column, Layout
from zhike.exchange.kinds import Kind, Option
from zhike.exchange.preparing import Preparation
from zhike.timeline import operations, rules

WAYS = {
    "电话": "phone",
    "打电话": "phone",
    "致电": "phone",
    "通话": "phone",
    "去电": "phone",
    "来电": "phone",
    "phone": "phone",
    "call": "phone",
    "拜访": "visit",
    "上门": "visit",
    "上门拜访": "visit",
    "面谈": "visit",
    "到店": "visit",
    "visit": "visit",
    "微信": "wechat",
    "企业微信": "wechat",
    "企微": "wechat",
    "wechat": "wechat",
    "短信": "sms",
    "sms": "sms",
    "邮件": "mail",
    "电子邮件": "mail",
    "email": "mail",
    "e-mail": "mail",
    "会议": "meeting",
    "开会": "meeting",
    "视频会议": "meeting",
    "meeting": "meeting",
    "展会": "fair",
    "展览": "fair",
    "fair": "fair",
    "其他": "other",
    "其它": "other",
    "other": "other",
}

COLUMNS = (
    Column("customer_number", "客户编号", "code", ("客户编码", "客户号", "客户代码", "customer number"), longest=40),
    Column("customer_name", "客户名称", "text", ("公司名称", "单位名称", "客户姓名", "customer name")),
    Column("customer", "客户", "text", ("customer",)),
    Column(
        "way",
        "跟进方式",
        "choice",
        ("方式", "联系方式", "沟通方式", "拜访方式", "跟进类型", "way"),
        choices=WAYS,
    ),
    Column(
        "words",
        "跟进内容",
        "text",
        ("内容", "跟进记录", "拜访记录", "沟通内容", "联系内容", "拜访内容", "备注", "notes", "words"),
        needed=True,
        longest=5000,
        keeps_lines=True,
        takes_many=True,
    ),
    Column(
        "author",
        "跟进人",
        "text",
        ("记录人", "业务员", "销售员", "拜访人", "创建人", "author", "colleague"),
        names_colleague=True,
        keeps_strangers=True,
    ),
    Column(
        "happened_at",
        "跟进时间",
        "text",
        ("跟进日期", "时间", "日期", "拜访时间", "拜访日期", "联系时间", "沟通时间", "联系日期", "date", "when"),
        needed=True,
    ),
    Column("contact", "联系人", "text", ("联系人姓名", "对方联系人", "contact")),
    Column(
        "due_on",
        "下次联系日期",
        "date",
        ("下次联系时间", "下次跟进时间", "下次跟进日期", "下次拜访日期", "next contact"),
        counts_from="happened_at",
    ),
    Column("known_as", "跟进编号", "code", ("跟进记录编号", "follow-up number"), longest=20),
    Column("purpose", "下次联系内容", "text", ("下次跟进内容", "下次计划", "下一步", "what for"), longest=200),
)

FOLLOW_UPS = Kind(
    name="follow_ups",
    title=_("Follow-ups"),
    layout=Layout(
        columns=COLUMNS,
        key=("customer_number", "customer_name", "customer"),
        any_of=(("customer_number", "customer_name", "customer"),),
    ),
    preparation=Preparation(rules.prepare, rules.names),
    write=operations.bring_in,
    options=(
        Option(
            "unknown_customers",
            _("Customers that are not known yet"),
            {
                "refuse": _("Give the rows back"),
                "skip": _("Pass such rows over"),
                "create": _("Add them as customers"),
            },
            helps={customers.UNKNOWN.text: "create"},
        ),
    ),
)
