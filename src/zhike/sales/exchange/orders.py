"""The columns of an order file: one row a line, the order's own cells on each of them."""

from django.utils.translation import gettext_lazy as _

from zhike.exchange.columns import Column, Layout
from zhike.exchange.kinds import Kind, Option
from zhike.exchange.preparing import Preparation
from zhike.phrases import Phrase
from zhike.sales import operations, rules
from zhike.sales.exchange.naming import CUSTOMER, CUSTOMER_NAME, CUSTOMER_NUMBER, NEWCOMERS, UNKNOWN_CUSTOMERS

COLUMNS = (
    Column(
        "number",
        "订单号",
        "code",
        (
            "订单编号",
            "订单",
            "单号",
            "单据编号",
            "销售单号",
            "小票号",
            "order number",
            "order no",
            "order id",
            "order",
            "basket id",
        ),
        needed=True,
        longest=60,
    ),
    CUSTOMER_NUMBER,
    CUSTOMER_NAME,
    Column("customer", "客户", "text", ("购买方", "买方", "customer", "buyer")),
    Column(
        "ordered_on",
        "日期",
        "date",
        (
            "订单日期",
            "下单日期",
            "业务日期",
            "销售日期",
            "单据日期",
            "下单时间",
            "交易日期",
            "business date",
            "order date",
            "date",
            "ordered on",
        ),
        needed=True,
    ),
    Column("line_number", "行号", "whole", ("序号", "明细行号", "line number", "line no", "line")),
    Column(
        "product_code",
        "产品编码",
        "code",
        ("商品编码", "货号", "产品编号", "商品编号", "物料编码", "sku", "product code", "product id"),
        longest=60,
    ),
    Column(
        "product",
        "产品",
        "text",
        ("商品", "产品名称", "商品名称", "品名", "货品", "product", "product name", "item"),
        longest=60,
    ),
    Column("quantity", "数量", "decimal", ("件数", "quantity", "qty")),
    Column("unit_price", "单价", "decimal", ("价格", "售价", "含税单价", "price", "unit price")),
    Column(
        "amount",
        "金额",
        "money",
        ("金额(元)", "销售金额", "销售额", "小计", "成交金额", "amount", "sales value"),
        needed=True,
    ),
    Column("cost", "成本", "money", ("成本金额", "总成本", "cost", "total cost")),
    Column("unit_cost", "单位成本", "decimal", ("成本单价", "成本价", "进价", "unit cost")),
    Column(
        "handler",
        "经手人",
        "text",
        (
            "业务员",
            "销售员",
            "销售人员",
            "经办人",
            "营业员",
            "导购员",
            "导购",
            "handled by",
            "salesperson",
            "sales rep",
        ),
        names_colleague=True,
        keeps_strangers=True,
    ),
    Column(
        "remarks",
        "备注",
        "text",
        ("订单备注", "单据备注", "说明", "附注", "remarks", "note", "notes"),
        longest=500,
        takes_many=True,
    ),
)

PAID = ("已收", "已收款", "已收金额", "实收", "实收金额", "收款", "收款金额", "已付", "已付款", "已付金额")
IN_RECEIPTS = Phrase("what has been paid is brought by a file of receipts")

ORDERS = Kind(
    name="orders",
    title=_("Orders"),
    layout=Layout(
        columns=COLUMNS,
        key=("number",),
        any_of=(CUSTOMER,),
        same=("ordered_on", *CUSTOMER),
        hold_groups=True,
        elsewhere=dict.fromkeys(PAID, IN_RECEIPTS),
    ),
    preparation=Preparation(rules.prepare, rules.names, NEWCOMERS),
    write=operations.bring_in,
    options=(
        UNKNOWN_CUSTOMERS,
        Option(
            "existing_papers",
            _("Orders that were submitted before with other content"),
            {
                "refuse": _("Give the rows back"),
                "skip": _("Leave as they are"),
                "revise": _("Submit a new version; the former one stays readable"),
            },
        ),
    ),
)
