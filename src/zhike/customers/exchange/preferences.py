"""The columns of a file of preferences: one row what a customer, or one of its people, likes or avoids."""

from django.utils.translation import gettext_lazy as _

from zhike.customers import operations
from zhike.customers.exchange.naming import CUSTOMER, CUSTOMER_COLUMNS, UNKNOWN_CUSTOMERS
from zhike.customers.rules import people as rules
from zhike.exchange.columns import Column, Layout
from zhike.exchange.kinds import Kind, Option
from zhike.exchange.preparing import Preparation

COLUMNS = (
    *CUSTOMER_COLUMNS,
    Column("contact", "联系人", "text", ("联系人姓名", "姓名", "contact")),
    Column(
        "subject",
        "偏好种类",
        "text",
        ("种类", "偏好类型", "偏好类别", "类别", "方面", "kind of preference", "about"),
        needed=True,
        longest=40,
    ),
    Column(
        "text",
        "偏好内容",
        "text",
        ("内容", "偏好", "喜好", "what is liked or avoided", "preference"),
        needed=True,
        longest=200,
    ),
    Column("source", "来源", "text", ("偏好来源", "信息来源", "得知途径", "来自", "seen at", "source"), longest=200),
    Column("times", "次数", "whole", ("出现次数", "见到次数", "times seen", "times")),
    Column("seen_on", "最近一次", "date", ("最近日期", "最近一次日期", "最后一次", "日期", "上一次", "last time")),
)

PREFERENCES = Kind(
    name="preferences",
    title=_("Preferences"),
    layout=Layout(columns=COLUMNS, key=CUSTOMER, any_of=(CUSTOMER,)),
    preparation=Preparation(rules.prepare_preferences, rules.names_of_preferences),
    write=operations.bring_preferences_in,
    options=(
        Option(
            "existing",
            _("Preferences that are noted already"),
            {"skip": _("Leave as they are"), "count": _("Count them on: seen again as often as the file says")},
        ),
        UNKNOWN_CUSTOMERS,
    ),
)
