"""The columns of a product file."""

from django.utils.translation import gettext_lazy as _

from zhike.catalog import operations, rules
from zhike.exchange.columns import Column, Layout
from zhike.exchange.kinds import Kind, Option
from zhike.exchange.preparing import Preparation

COLUMNS = (
    Column(
        "code",
        "产品编码",
        "code",
        (
            *("商品编码", "货号", "产品编号", "商品编号", "物料编码", "存货编码", "款号", "编码", "编号"),
            *("sku", "product code", "product id", "code"),
        ),
        longest=rules.LONGEST_CODE,
    ),
    Column(
        "name",
        "产品名称",
        "text",
        (
            *("产品", "商品", "商品名称", "品名", "货品", "货品名称", "物料名称", "存货名称", "名称"),
            *("product", "product name", "item", "name"),
        ),
        needed=True,
    ),
    Column("unit", "单位", "text", ("计量单位", "基本单位", "销售单位", "unit"), longest=20),
    Column(
        "category",
        "分类",
        "text",
        ("类别", "产品分类", "产品类别", "商品分类", "商品类别", "品类", "存货分类", "category"),
        longest=60,
    ),
)

PRODUCTS = Kind(
    name="products",
    title=_("Products"),
    layout=Layout(columns=COLUMNS, key=("name",), one_to_one=(("code", "name"),)),
    preparation=Preparation(rules.prepare, rules.names),
    write=operations.bring_in,
    options=(
        Option(
            "existing",
            _("Products that are known already"),
            {
                "update": _("Take over what the file says"),
                "fill": _("Fill in only what is missing"),
                "skip": _("Leave as they are"),
            },
        ),
    ),
)
