"""The columns of a file of returns: one row a line, the return's own cells on each of them."""

from django.utils.translation import gettext_lazy as _

from zhike.exchange.columns import Column, Layout
from zhike.exchange.kinds import Kind
from zhike.exchange.preparing import Preparation
from zhike.sales import operations
from zhike.sales.exchange.naming import CUSTOMER, CUSTOMER_NAME, CUSTOMER_NUMBER, NEWCOMERS, UNKNOWN_CUSTOMERS
from zhike.sales.rules import returned as rules

COLUMNS = (
    Column(
        "number",
        "退货单号",
        "code",
        ("退货编号", "退货单编号", "退货单", "退单号", "单据编号", "单号", "return number"),
        needed=True,
        longest=60,
    ),
    CUSTOMER_NUMBER,
    CUSTOMER_NAME,
    Column("customer", "客户", "text", ("退货单位", "退货客户", "customer")),
    Column(
        "returned_on",
        "退货日期",
        "date",
        ("日期", "退货时间", "单据日期", "业务日期", "date returned", "date"),
        needed=True,
    ),
    Column(
        "order_number",
        "原订单号",
        "code",
        ("订单号", "订单编号", "原单号", "原销售单号", "销售单号", "源单编号", "关联订单", "original order"),
        longest=60,
    ),
    Column("reason", "退货原因", "text", ("原因", "退货理由", "备注", "reason of the return", "reason"), longest=200),
    Column("line_number", "行号", "whole", ("序号", "明细行号", "line number", "line")),
    Column(
        "product_code",
        "产品编码",
        "code",
        ("商品编码", "货号", "产品编号", "商品编号", "物料编码", "sku", "product code"),
        longest=60,
    ),
    Column("product", "产品", "text", ("商品", "产品名称", "商品名称", "品名", "货品", "product"), longest=60),
    Column("quantity", "数量", "decimal", ("退货数量", "件数", "quantity"), signed=True),
    Column("amount", "金额", "money", ("退货金额", "退款金额", "小计", "amount"), needed=True, signed=True),
)

RETURNS = Kind(
    name="returns",
    title=_("Returns"),
    layout=Layout(
        columns=COLUMNS,
        key=("number",),
        any_of=((*CUSTOMER, "order_number"),),
        same=("returned_on", "order_number", "reason", *CUSTOMER),
        hold_groups=True,
    ),
    preparation=Preparation(rules.prepare, rules.names, NEWCOMERS),
    write=operations.bring_returns_in,
    options=(UNKNOWN_CUSTOMERS,),
)
