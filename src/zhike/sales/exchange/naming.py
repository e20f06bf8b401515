"""What every file of papers may name a customer by, and what happens with those nobody knows."""

from django.utils.translation import gettext_lazy as _

from zhike.exchange.columns import Column
from zhike.exchange.kinds import Option
from zhike.sales import operations

CUSTOMER = ("customer_number", "customer_name", "customer")
CUSTOMER_NUMBER = Column(
    "customer_number",
    "客户编号",
    "code",
    ("客户编码", "客户号", "客户代码", "会员号", "customer number", "customer id", "household id"),
    longest=40,
)
CUSTOMER_NAME = Column("customer_name", "客户名称", "text", ("公司名称", "单位名称", "客户姓名", "customer name"))

UNKNOWN_CUSTOMERS = Option(
    "unknown_customers",
    _("Customers that are not known yet"),
    {"refuse": _("Give the rows back"), "create": _("Add them as customers")},
    helps={operations.UNKNOWN.text: "create"},
)
NEWCOMERS = (UNKNOWN_CUSTOMERS.name, "create")
"""The choice under which a paper's customer may be new."""
