"""The columns of a file of receipts: one row a sum that came in."""

from django.utils.translation import gettext_lazy as _

from zhike.exchange.columns import Column, Layout
from zhike.exchange.kinds import Kind
from zhike.exchange.preparing import Preparation
from zhike.sales import operations
from zhike.sales.exchange.naming import CUSTOMER, CUSTOMER_NAME, CUSTOMER_NUMBER, NEWCOMERS, UNKNOWN_CUSTOMERS
from zhike.sales.rules import receipts as rules

WAYS = {
    **dict.fromkeys(("现金", "cash"), "cash"),
    **dict.fromkeys(
        (
            *("银行转账", "转账", "银行", "电汇", "网银", "网银转账", "汇款", "银行汇款", "对公转账"),
            *("bank transfer", "transfer", "bank"),
        ),
        "transfer",
    ),
    **dict.fromkeys(("微信", "微信支付", "微信转账", "wechat", "wechat pay"), "wechat"),
    **dict.fromkeys(("支付宝", "支付宝转账", "alipay"), "alipay"),
    **dict.fromkeys(("支票", "cheque", "check"), "cheque"),
    **dict.fromkeys(
        ("承兑", "承兑汇票", "银行承兑", "银行承兑汇票", "商业承兑汇票", "商业承兑", "汇票", "acceptance draft"),
        "draft",
    ),
    **dict.fromkeys(("其他", "其它", "刷卡", "POS", "other", "another way"), "other"),
}

COLUMNS = (
    Column(
        "number",
        "收款单号",
        "code",
        ("收款编号", "收款单编号", "收款单", "流水号", "交易流水号", "单据编号", "单号", "凭证号", "receipt number"),
        longest=60,
    ),
    CUSTOMER_NUMBER,
    CUSTOMER_NAME,
    Column("customer", "客户", "text", ("付款单位", "往来单位", "customer")),
    Column(
        "received_on",
        "收款日期",
        "date",
        (
            "日期",
            "收款时间",
            "到账日期",
            "到账时间",
            "入账日期",
            "交易日期",
            "交易时间",
            "单据日期",
            "date received",
            "date",
        ),
        needed=True,
    ),
    Column(
        "amount",
        "金额",
        "money",
        ("收款金额", "到账金额", "实收金额", "收入金额", "贷方金额", "收入", "amount"),
        needed=True,
    ),
    Column(
        "way",
        "收款方式",
        "choice",
        ("付款方式", "支付方式", "结算方式", "方式", "way of payment"),
        choices=WAYS,
    ),
    Column("account", "收款账户", "text", ("收款账号", "账户", "账号", "结算账户", "account"), longest=60),
    Column("payer", "付款人", "text", ("付款方", "对方户名", "付款户名", "付款人名称", "对方名称", "payer")),
    Column(
        "remarks",
        "摘要",
        "text",
        ("备注", "用途", "附言", "说明", "purpose", "remarks", "note"),
        longest=200,
        takes_many=True,
    ),
)

RECEIPTS = Kind(
    name="receipts",
    title=_("Receipts"),
    layout=Layout(
        columns=COLUMNS,
        key=("number", *CUSTOMER),
        any_of=(CUSTOMER,),
    ),
    preparation=Preparation(rules.prepare, rules.names, NEWCOMERS),
    write=operations.bring_receipts_in,
    options=(UNKNOWN_CUSTOMERS,),
)
