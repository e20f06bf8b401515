"""What a file of things that belong to customers may name a customer by."""

from django.utils.translation import gettext_lazy as _

from zhike.exchange.columns import Column
from zhike.exchange.kinds import Option

CUSTOMER = ("customer_number", "customer_name", "customer")
CUSTOMER_COLUMNS = (
    Column(
        "customer_number",
        "客户编号",
        "code",
        ("客户编码", "客户号", "客户代码", "会员号", "customer number", "customer id"),
        longest=40,
    ),
    Column("customer_name", "客户名称", "text", ("公司名称", "单位名称", "公司", "单位", "customer name", "company")),
    Column("customer", "客户", "text", ("所属客户", "customer")),
)
UNKNOWN_CUSTOMERS = Option(
    "unknown_customers",
    _("Customers that are not known yet"),
    {"refuse": _("Give the rows back"), "skip": _("Pass such rows over")},
)
