"""Exports of well-known programs and payment services, as far as their column names are publicly known.

Kingdee, Yonyou and Grasp let every company choose its columns, so these list the usual names, not a fixed shape; the
bills of WeChat Pay and Alipay have a fixed one. A title is given the words by which a layout may know it: a kind of
file that has none of them leaves the column out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhike.exchange.columns import folded


@dataclass(frozen=True)
class Preset:
    """One export: how it is recognised, what its columns are called here, and which of its rows count.

    `any_of`: further titles of which one must be there. `only`: in this column only rows with one of these words are
    read. `needs`: a row in which one of these columns is empty or zero is not read.
    """

    name: str
    title: str
    kinds: tuple[str, ...]
    titles: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]
    any_of: frozenset[str] = frozenset()
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()

    def recognises(self, found: set[str]) -> bool:
        """Say whether folded titles are those of this export."""
        return self.titles <= found and (not self.any_of or not self.any_of.isdisjoint(found))

    def words_for(self, title: str) -> tuple[str, ...]:
        """Give the words for a title of this export."""
        return next((words for name, words in self.columns.items() if folded(name) == folded(title)), ())


def _titles(*titles: str) -> frozenset[str]:
    return frozenset(folded(title) for title in titles)


_DATE = ("收款日期", "日期", "业务日期")
_PAYER = ("付款方", "客户", "客户名称")
_AMOUNT = ("收款金额", "金额")
_NUMBER = ("流水号", "收款单号", "单号", "订单号")
_REMARKS = ("备注", "摘要")
_WAY = ("收款方式", "付款方式", "支付方式")

_PAYMENT = ("receipts",)

WECHAT_PAY = Preset(
    name="wechat-bill",
    title="微信支付账单",
    kinds=_PAYMENT,
    titles=_titles("交易时间", "交易类型", "交易对方", "商品", "收/支", "交易单号"),
    any_of=_titles("金额(元)", "金额"),
    columns={
        "交易时间": _DATE,
        "交易对方": _PAYER,
        "商品": _REMARKS,
        "金额(元)": _AMOUNT,
        "支付方式": _WAY,
        "交易单号": _NUMBER,
    },
    only={folded("收/支"): frozenset(["收入"])},
)
WECHAT_MERCHANT = Preset(
    name="wechat-merchant",
    title="微信支付商户交易账单",
    kinds=_PAYMENT,
    titles=_titles("交易时间", "商户号", "微信订单号", "商户订单号", "交易状态"),
    any_of=_titles("应结订单金额", "总金额", "订单金额"),
    columns={
        "交易时间": _DATE,
        "应结订单金额": _AMOUNT,
        "总金额": _AMOUNT,
        "微信订单号": _NUMBER,
        "商户订单号": ("订单号",),
        "商品名称": _REMARKS,
    },
    only={"交易状态": frozenset(["SUCCESS"])},
)
ALIPAY = Preset(
    name="alipay-bill",
    title="支付宝账单",
    kinds=_PAYMENT,
    titles=_titles("交易时间", "交易分类", "交易对方", "商品说明", "收/支", "金额"),
    columns={
        "交易时间": _DATE,
        "交易对方": _PAYER,
        "商品说明": _REMARKS,
        "金额": _AMOUNT,
        "收/付款方式": _WAY,
        "交易订单号": _NUMBER,
    },
    only={folded("收/支"): frozenset(["收入"])},
)
ALIPAY_WEB = Preset(
    name="alipay-web",
    title="支付宝交易记录",
    kinds=_PAYMENT,
    titles=_titles("交易号", "商家订单号", "交易创建时间", "交易对方", "收/支", "资金状态"),
    columns={
        "付款时间": _DATE,
        "交易对方": _PAYER,
        "商品名称": _REMARKS,
        "金额（元）": _AMOUNT,
        "交易号": _NUMBER,
    },
    only={folded("收/支"): frozenset(["收入"])},
)
BANK = Preset(
    name="bank",
    title="银行流水",
    kinds=_PAYMENT,
    titles=_titles("摘要"),
    any_of=_titles("对方户名", "对方账户名称", "对方单位名称", "对方名称"),
    columns={
        "交易日期": _DATE,
        "交易时间": _DATE,
        "记账日期": _DATE,
        "对方户名": _PAYER,
        "对方账户名称": _PAYER,
        "对方单位名称": _PAYER,
        "对方名称": _PAYER,
        "收入金额": _AMOUNT,
        "贷方发生额": _AMOUNT,
        "贷方金额": _AMOUNT,
        "交易流水号": _NUMBER,
        "摘要": _REMARKS,
    },
    needs=_titles("收入金额", "贷方发生额", "贷方金额"),
)
KINGDEE_ORDERS = Preset(
    name="kingdee-orders",
    title="金蝶销售单据",
    kinds=("orders",),
    titles=_titles("单据编号", "日期", "客户"),
    any_of=_titles("物料编码", "物料名称", "价税合计"),
    columns={
        "单据编号": ("订单号",),
        "日期": ("日期",),
        "客户": ("客户", "客户名称"),
        "物料编码": ("产品编码",),
        "物料名称": ("产品",),
        "销售数量": ("数量",),
        "实发数量": ("数量",),
        "含税单价": ("单价",),
        "价税合计": ("金额",),
    },
)
YONYOU_ORDERS = Preset(
    name="yonyou-orders",
    title="用友销售单据",
    kinds=("orders",),
    titles=_titles("存货编码", "存货名称"),
    any_of=_titles("订单号", "发货单号", "发票号", "单据编号", "单据号"),
    columns={
        "订单号": ("订单号",),
        "发货单号": ("订单号",),
        "单据号": ("订单号",),
        "单据编号": ("订单号",),
        "单据日期": ("日期",),
        "订单日期": ("日期",),
        "客户编码": ("客户编号",),
        "客户简称": ("客户", "客户名称"),
        "客户名称": ("客户名称",),
        "存货编码": ("产品编码",),
        "存货名称": ("产品",),
        "含税单价": ("单价",),
        "价税合计": ("金额",),
    },
)
YONYOU_CUSTOMERS = Preset(
    name="yonyou-customers",
    title="用友客户档案",
    kinds=("customers",),
    titles=_titles("客户编码", "客户名称", "客户简称"),
    columns={
        "客户编码": ("客户编号",),
        "客户名称": ("客户名称",),
        "专管业务员名称": ("负责人",),
        "专管业务员": ("负责人",),
        "所属行业": ("行业",),
        "地区名称": ("地区",),
        "税号": ("统一社会信用代码",),
        "电话": ("电话",),
        "联系人": ("联系人",),
        "手机": ("联系人电话",),
        "地址": ("地址",),
    },
)
GRASP_CUSTOMERS = Preset(
    name="grasp-customers",
    title="管家婆往来单位",
    kinds=("customers",),
    titles=_titles("单位编号", "单位全名"),
    columns={
        "单位编号": ("客户编号",),
        "单位全名": ("客户名称",),
        "联系人": ("联系人",),
        "联系电话": ("电话",),
        "电话": ("电话",),
        "手机": ("联系人电话",),
        "单位地址": ("地址",),
        "税号": ("统一社会信用代码",),
    },
)
GRASP_ORDERS = Preset(
    name="grasp-orders",
    title="管家婆销售单据",
    kinds=("orders",),
    titles=_titles("单据编号", "商品全名"),
    columns={
        "录单日期": ("日期",),
        "单据编号": ("订单号",),
        "单位编号": ("客户编号",),
        "往来单位": ("客户名称",),
        "单位全名": ("客户名称",),
        "商品编号": ("产品编码",),
        "商品全名": ("产品",),
    },
)
PRESETS = (
    WECHAT_PAY,
    WECHAT_MERCHANT,
    ALIPAY,
    ALIPAY_WEB,
    GRASP_CUSTOMERS,
    GRASP_ORDERS,
    YONYOU_ORDERS,
    YONYOU_CUSTOMERS,
    KINGDEE_ORDERS,
    BANK,
)


def preset_named(name: str) -> Preset | None:
    """Find a preset by the name that is kept with a plan."""
    return next((preset for preset in PRESETS if preset.name == name), None)
