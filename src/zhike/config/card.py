"""The kinds of record with custom fields, and the standard card: the four blocks of the 客户资料卡 (domain book A33).

The first fields are data of a new installation: all optional, renamed and switched off as the trade needs.
"""

from django.utils.translation import gettext_lazy as _

from zhike.core.fields.kinds import Block, FieldKind, FirstField
from zhike.customers import permissions as customers

BASIC, TRAITS, BUSINESS, TRADE = "basic", "traits", "business", "trade"
BLOCKS = (
    Block(BASIC, _("Basic facts")),
    Block(TRAITS, _("The customer's traits")),
    Block(BUSINESS, _("The customer's business")),
    Block(TRADE, _("Trade with us")),
)
STRENGTHS, LEVELS = ("强", "中", "弱"), ("高", "中", "低")
FORMS = ("有限责任公司", "股份有限公司", "个体工商户", "个人独资企业", "合伙企业", "外商投资企业", "其他")
PRIVATE = customers.SENSITIVE

FIRST_FIELDS = (
    FirstField("legal_person", "法定代表人", "text", BASIC),
    FirstField("proprietor", "所有者", "text", BASIC),
    FirstField("manager", "经营管理者", "text", BASIC),
    FirstField("character", "负责人性格", "text", BASIC, right=PRIVATE),
    FirstField("interests", "负责人兴趣", "text", BASIC, right=PRIVATE),
    FirstField("hobbies", "负责人爱好", "text", BASIC, right=PRIVATE),
    FirstField("family", "负责人家庭", "long_text", BASIC, right=PRIVATE),
    FirstField("education", "负责人学历", "text", BASIC, right=PRIVATE),
    FirstField("age", "负责人年龄", "number", BASIC, unit="岁", right=PRIVATE),
    FirstField("ability", "负责人能力", "text", BASIC, right=PRIVATE),
    FirstField("founded_on", "创业时间", "date", BASIC),
    FirstField("trading_since", "开始交易时间", "date", BASIC),
    FirstField("organisation_form", "企业组织形式", "choice", BASIC, choices=FORMS),
    FirstField("business_type", "业种", "text", BASIC),
    FirstField("assets", "资产", "money", BASIC),
    FirstField("service_area", "服务区域", "text", TRAITS),
    FirstField("sales_ability", "销售能力", "choice", TRAITS, choices=STRENGTHS),
    FirstField("potential", "发展潜力", "choice", TRAITS, choices=LEVELS),
    FirstField("philosophy", "经营观念", "long_text", TRAITS),
    FirstField("direction", "经营方向", "long_text", TRAITS),
    FirstField("policy", "经营政策", "long_text", TRAITS),
    FirstField("scale", "企业规模", "text", TRAITS),
    FirstField("traits", "经营特点", "long_text", TRAITS),
    FirstField("performance", "销售业绩", "long_text", BUSINESS),
    FirstField("managers_quality", "管理者素质", "long_text", BUSINESS),
    FirstField("sales_quality", "销售人员素质", "long_text", BUSINESS),
    FirstField("competitors", "与其他竞争者的关系", "long_text", BUSINESS),
    FirstField("our_relation", "与本公司的业务关系", "long_text", BUSINESS),
    FirstField("cooperation", "合作态度", "choice", BUSINESS, choices=("积极", "一般", "消极")),
    FirstField("sales_activity", "销售活动现状", "long_text", TRADE),
    FirstField("problems", "存在的问题", "long_text", TRADE),
    FirstField("strengths", "保持的优势", "long_text", TRADE),
    FirstField("plans", "未来的对策", "long_text", TRADE),
    FirstField("image", "企业形象", "text", TRADE),
    FirstField("reputation", "声誉", "text", TRADE),
    FirstField("credit_status", "信用状况", "choice", TRADE, choices=("良好", "一般", "较差")),
    FirstField("terms", "交易条件", "long_text", TRADE),
    FirstField("credit_problems", "信用方面的问题", "long_text", TRADE),
)

KINDS = {
    "customers.customer": FieldKind(
        title=_("Customers"),
        see=customers.SEE,
        rows="zhike.customers.queries.customers",
        extras="zhike.customers.queries.extras",
        blocks=BLOCKS,
        first=FIRST_FIELDS,
    )
}
