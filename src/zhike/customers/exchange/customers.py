"""The columns of a customer file."""

from django.utils.translation import gettext_lazy as _

from zhike.customers import operations
from zhike.customers.models.customer import KIND
from zhike.customers.rules import rows
from zhike.exchange.columns import Column, Layout
from zhike.exchange.kinds import Kind, Option
from zhike.exchange.preparing import Preparation

SORTS = {"企业": "organisation", "公司": "organisation", "个人": "person", "家庭": "household"}

COLUMNS = (
    Column(
        "number",
        "客户编号",
        "code",
        ("客户编码", "编号", "客户号", "客户代码", "会员号", "customer number", "customer id", "number"),
        longest=40,
    ),
    Column(
        "name",
        "客户名称",
        "text",
        (
            "客户",
            "名称",
            "公司名称",
            "企业名称",
            "单位名称",
            "客户姓名",
            "姓名",
            "customer name",
            "customer",
            "name",
            "company",
        ),
        needed=True,
    ),
    Column("kind", "客户类型", "choice", ("类型", "性质", "customer type", "type", "kind"), choices=SORTS),
    Column(
        "phone",
        "电话",
        "phone",
        ("手机", "手机号", "联系电话", "客户电话", "电话号码", "座机", "phone", "mobile", "tel", "telephone"),
        longest=20,
    ),
    Column("email", "邮箱", "email", ("电子邮件", "电子邮箱", "邮件", "email", "e-mail", "mail")),
    Column("address", "地址", "text", ("联系地址", "详细地址", "通讯地址", "address"), longest=200),
    Column(
        "credit_code",
        "统一社会信用代码",
        "code",
        ("信用代码", "社会信用代码", "税号", "纳税人识别号", "credit code"),
        longest=40,
    ),
    Column("area", "省市区", "text", ("所在地", "所在地区", "行政区划", "area"), longest=60),
    Column("birthday", "生日", "text", ("出生日期", "birthday", "date of birth"), longest=30),
    Column("industry", "行业", "text", ("所属行业", "industry"), longest=40),
    Column("region", "地区", "text", ("区域", "省市", "城市", "region", "city"), longest=60),
    Column("source", "客户来源", "text", ("来源", "source"), longest=40),
    Column(
        "owner",
        "负责人",
        "text",
        ("业务员", "销售", "客户经理", "跟进人", "owner", "sales rep"),
        longest=60,
        names_colleague=True,
    ),
    Column("contact_name", "联系人", "text", ("联系人姓名", "主要联系人", "contact", "contact name")),
    Column(
        "contact_phone",
        "联系人电话",
        "phone",
        ("联系人手机", "联系人手机号", "contact phone", "contact mobile"),
        longest=20,
    ),
    Column("contact_email", "联系人邮箱", "email", ("联系人邮件", "contact email", "contact e-mail")),
    Column("contact_title", "联系人职务", "text", ("职务", "职位", "contact title", "title"), longest=40),
    Column("remarks", "备注", "text", ("说明", "remarks", "note", "notes"), longest=2000, takes_many=True),
)

CUSTOMERS = Kind(
    name="customers",
    title=_("Customers"),
    layout=Layout(columns=COLUMNS, key=("name",), one_to_one=(("number", "name"),)),
    preparation=Preparation(rows.prepare, rows.names),
    write=operations.bring_in,
    look_through=operations.look_through,
    custom=KIND,
    options=(
        Option(
            "existing",
            _("Customers that are known already"),
            {
                "update": _("Take over what the file says"),
                "fill": _("Fill in only what is missing"),
                "skip": _("Leave as they are"),
            },
        ),
        Option(
            "likely_known",
            _("New ones that look like a customer we have"),
            {
                "warn": _("Import them and tell me which"),
                "error": _("Keep them out and tell me which"),
                "ask": _("Ask me about each of them"),
            },
            helps=dict.fromkeys(operations.LIKELY, "ask"),
        ),
    ),
)
