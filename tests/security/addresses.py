"""Every address of the product, and what the walk must know of each: who may go there, how, to which record."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.security import world as the

KIND = "customers.customer"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
READ, WRITE, BOTH = ("GET", "HEAD"), ("POST",), ("GET", "HEAD", "POST")
FORM = (*BOTH, "PUT")  # Django's own form views take a PUT for a POST without a body
SIGNED_IN = ("visitor", "rep", "owner")
SELLERS = ("rep", "owner")
OWNER = ("owner",)


@dataclass(frozen=True)
class Address:
    """How one URL pattern answers.

    `own`, `foreign` and `missing` are its arguments: a record the rep may see, one she may not, one that is not there;
    a function finds the record when it is asked for. `methods` are those it understands, `data` is a POST that would
    be accepted from whoever may.
    """

    allowed: tuple[str, ...] = SELLERS
    methods: tuple[str, ...] = READ
    is_public: bool = False
    own: tuple[Any, ...] = ()
    foreign: tuple[Any, ...] = ()
    missing: tuple[Any, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


def of_customer(*more: Any, data: dict[str, Any] | None = None, methods: tuple[str, ...] = BOTH) -> Address:
    """Say of a tool that it takes a customer's id, and perhaps more; the rep has K1, somebody else K2."""
    return Address(
        methods=methods,
        own=(the.of_customer("K1"), *more),
        foreign=(the.of_customer("K2"), *more),
        missing=(404_404, *more),
        data=data or {},
    )


def of_part(part: Any, data: dict[str, Any] | None = None, *, methods: tuple[str, ...] = BOTH) -> Address:
    """Say of a tool that it takes the id of something that belongs to a customer."""
    return Address(methods=methods, own=(part("K1"),), foreign=(part("K2"),), missing=(404_404,), data=data or {})


def of_both(part: Any, *, methods: tuple[str, ...] = WRITE) -> Address:
    """Say of a tool that it takes the ids of a customer and of something that belongs to it."""
    own, foreign = (tuple(find(number) for find in (the.of_customer, part)) for number in ("K1", "K2"))
    return Address(methods=methods, own=own, foreign=foreign, missing=(404_404, 404_404))


def of_attachment(*, methods: tuple[str, ...] = READ) -> Address:
    """Say of a tool that it takes the kind and id of a record, and the id of a file attached to it."""
    own, foreign = ((KIND, the.of_customer(number), the.attachment(number)) for number in ("K1", "K2"))
    return Address(methods=methods, own=own, foreign=foreign, missing=(KIND, 404_404, 404_404))


def for_owner(*own: Any, methods: tuple[str, ...] = BOTH, data: dict[str, Any] | None = None) -> Address:
    """Say of an address that only who may do everything goes there."""
    return Address(OWNER, methods=methods, own=own, missing=(404_404,) * len(own), data=data or {})


CUSTOMER = {"name": "改名商贸", "kind": "organisation", "version": 1}
PRODUCT = {"code": "P9", "name": "改名产品", "version": 1}


def by_number(*, methods: tuple[str, ...] = READ, data: dict[str, Any] | None = None) -> Address:
    """Say of a page that it takes a customer's number."""
    return Address(methods=methods, own=("K1",), foreign=("K2",), missing=("K404",), data=data or {})


LISTS = ("orders", "products", "order_lines", "receipts", "returns", "return_lines", "contacts", "preferences")


PAGES = {
    "home": Address(),
    "search": Address(methods=BOTH, data={"q": "商贸"}),
    "suggest": Address(methods=WRITE, data={"q": "商贸"}),
    "recent": Address(
        methods=WRITE,
        own=(KIND, the.of_customer("K1")),
        foreign=(KIND, the.of_customer("K2")),
        missing=(KIND, 404_404),
    ),
    "orders:card": Address(own=("D1",), foreign=("D2",), missing=("D404",)),
    **{f"{name}:list": Address() for name in LISTS},
    **{f"{name}:filter": Address(methods=BOTH, data={"ask": "number", "op": "is", "v": "1"}) for name in LISTS},
    **{f"{name}:views": Address(methods=BOTH, data={"title": "我的视图"}) for name in LISTS},
    **{f"{name}:columns": Address(methods=BOTH, data={"column": ["amount"]}) for name in LISTS},
    **{f"{name}:export": for_owner(methods=READ) for name in LISTS},
    "receipts:card": Address(own=("S1",), foreign=("S2",), missing=("S404",)),
    "returns:card": Address(own=("R1",), foreign=("R2",), missing=("R404",)),
    "products:new": Address(OWNER, methods=BOTH, data=PRODUCT),
    "products:edit": Address(OWNER, methods=BOTH, own=("P1",), foreign=("P1",), missing=("P404",), data=PRODUCT),
    "products:card": Address(own=("P1",), missing=("P404",)),
    "fields:file": Address(
        own=(KIND, the.of_customer("K1"), "none"),
        foreign=(KIND, the.of_customer("K2"), "none"),
        missing=(KIND, 404_404, "none"),
    ),
    "notices:list": Address(SIGNED_IN),
    "notices:read": Address(SIGNED_IN, methods=WRITE),
    "notices:ways": Address(SIGNED_IN, methods=BOTH, data={"mail": "never", "robot": "", "pace": "soon"}),
    "notices:follow": Address(
        SIGNED_IN, methods=WRITE, own=(the.notice("liqiang"),), foreign=(the.notice("wangfang"),), missing=(404_404,)
    ),
    "work:list": Address(SIGNED_IN),
    "work:badge": Address(SIGNED_IN),
    "work:cancel": Address(
        SIGNED_IN, methods=WRITE, own=(the.job("liqiang"),), foreign=(the.job("wangfang"),), missing=(404_404,)
    ),
    "gallery": Address(SIGNED_IN),
    "health": Address(is_public=True),
    **{f"watch:{name}": Address(is_public=True) for name in ("alive", "ready", "metrics")},
    "favicon": Address(is_public=True),
}
CUSTOMERS = {
    "customers:list": Address(),
    "customers:new": Address(methods=BOTH, data=CUSTOMER | {"name": "新来的客户"}),
    "customers:edit": by_number(methods=BOTH, data=CUSTOMER),
    "customers:card": by_number(),
    "customers:print": by_number(),
    "customers:hand_out": by_number(),
    "customers:hand_out_file": for_owner("K1", methods=WRITE),
    "customers:filter": Address(methods=BOTH, data={"ask": "number", "op": "is", "v": "K1"}),
    "customers:views": Address(methods=BOTH, data={"title": "我的视图"}),
    "customers:columns": Address(methods=BOTH, data={"column": ["name"]}),
    "customers:export": for_owner(methods=READ),
    "customers:bulk": Address(OWNER, methods=WRITE, own=("change",)),
    "customers:undo": for_owner(the.batch),
    "customers:cell": Address(
        methods=BOTH,
        own=("region", the.of_customer("K1")),
        foreign=("region", the.of_customer("K2")),
        missing=("region", 404_404),
        data={"region": "上海", "version": 1},
    ),
    "customers:confirm": of_customer(methods=WRITE),
    "customers:transfer": for_owner(the.of_customer("K1"), data={"owner": "", "version": 1}),
    "customers:why": of_customer(methods=READ),
    "customers:members": of_customer(),
    "customers:drop_member": of_both(the.member),
    "customers:trash": for_owner(the.of_customer("K1")),
    "customers:trashed": for_owner(methods=READ),
    "customers:restore": for_owner(the.of_customer("K0"), methods=WRITE),
    "customers:reveal": of_customer("phone", data={"reason": "回拨"}),
    "customers:reveal_contact": Address(
        methods=BOTH,
        own=(the.of_customer("K1"), "phone", the.contact("K1")),
        foreign=(the.of_customer("K2"), "phone", the.contact("K2")),
        missing=(404_404, "phone", 404_404),
        data={"reason": "回拨"},
    ),
    "customers:add_contact": of_customer(data={"name": "王五"}),
    "customers:change_contact": of_part(the.contact),
    "customers:end_contact": of_part(the.contact),
    "customers:person": Address(own=(the.person_of("K1"),), foreign=(the.person_of("K2"),), missing=(404_404,)),
    "customers:add_need": of_customer(data={"kind": "real", "text": "省心"}),
    "customers:change_need": of_part(the.need),
    "customers:rate_switching_cost": of_customer(
        "procedural", data={"score": "60", "cause": "接口", "nature": "serving", "version": "0"}
    ),
    "customers:note_satisfaction": of_customer(data={"grade": "2", "said_on": "2026-01-02", "source": "电话"}),
    "customers:add_preference": of_customer(data={"subject": "交货", "text": "上午"}),
    "customers:add_preference_of": of_both(the.person_of, methods=BOTH),
    "customers:see_preference": of_both(the.preference),
    "customers:drop_preference": of_both(the.preference),
}
FOLLOW_UPS = {
    "timeline:list": Address(),
    "timeline:filter": Address(methods=BOTH, data={"ask": "number", "op": "is", "v": "K1"}),
    "timeline:views": Address(methods=BOTH, data={"title": "我的视图"}),
    "timeline:columns": Address(methods=BOTH, data={"column": ["when"]}),
    "timeline:export": for_owner(methods=READ),
    "timeline:card": Address(own=(the.interaction("K1"),), foreign=(the.interaction("K2"),), missing=(404_404,)),
    "timeline:record": of_customer(data={"way": "phone", "words": "问了交货", "key": "walk"}),
    "timeline:of": of_customer(methods=READ),
    "timeline:correct": of_part(the.interaction, {"words": "改一改", "version": 1}),
    "timeline:add": of_part(the.interaction, {"words": "补一句", "key": "walk"}),
    "timeline:trash": of_part(the.interaction),
    "timeline:trashed": Address(),
    "timeline:restore": of_part(the.trashed_interaction, methods=WRITE),
    "timeline:due": Address(),
    "timeline:done": of_part(the.next_contact, methods=WRITE),
    "timeline:move": of_part(the.next_contact, {"choice": "month"}),
    "timeline:drop": of_part(the.next_contact, {"reason": "不做了"}),
}
MAPPED = {"column-0": "name", "existing": "update", "likely_known": "warn"}
EXCHANGE = {
    "exchange:runs": Address(OWNER),
    "exchange:new": Address(OWNER, methods=BOTH, own=("customers",), foreign=("orders",), missing=("dogs",)),
    "exchange:template": Address(OWNER, own=("customers",), foreign=("orders",), missing=("dogs",)),
    "exchange:run": Address(OWNER, own=(1,), foreign=(2,), missing=(404,)),
    "exchange:confirm": Address(OWNER, methods=WRITE, own=(1,), foreign=(2,), missing=(404,)),
    "exchange:read": Address(OWNER, methods=BOTH, own=(1,), foreign=(2,), missing=(404,), data={"use-0": "on"}),
    "exchange:map": Address(OWNER, methods=BOTH, own=(1,), foreign=(2,), missing=(404,), data=MAPPED),
    "exchange:check": Address(OWNER, methods=WRITE, own=(1,), foreign=(2,), missing=(404,)),
    "exchange:file": Address(OWNER, own=(1,), foreign=(2,), missing=(404,)),
    "exchange:stop": Address(OWNER, methods=WRITE, own=(1,), foreign=(2,), missing=(404,)),
    "exchange:discard": Address(OWNER, methods=BOTH, own=(1,), foreign=(2,), missing=(404,)),
    "exchange:undo": Address(OWNER, methods=BOTH, own=(1,), foreign=(2,), missing=(404,)),
    "exchange:errors": Address(OWNER, own=(1,), foreign=(2,), missing=(404,)),
    "exchange:exports": Address(SIGNED_IN),
    "exchange:decide": for_owner(the.export, methods=WRITE),
    "exchange:export": Address(OWNER, methods=WRITE, own=("customers",), data={"kind": "csv"}),
    "exchange:own_exports": Address(SIGNED_IN),
    "exchange:exported_file": Address(
        SIGNED_IN, own=(the.export_of("zhoumin"),), foreign=(the.export_of("zhoumin"),), missing=(404_404,)
    ),
    "exchange:again": Address(
        SIGNED_IN,
        methods=WRITE,
        own=(the.export_of("liqiang"),),
        foreign=(the.export_of("zhoumin"),),
        missing=(404_404,),
    ),
    "exchange:schedules": for_owner(methods=READ),
    "exchange:schedule": for_owner(
        data={"source": "customers:all", "name": "周报", "file_kind": "csv", "time": "06:00", "month_day": 1, "kept": 3}
    ),
    "exchange:end_schedule": for_owner(the.schedule, methods=WRITE),
}
SETTINGS = {
    **{f"administration:{name}": for_owner(methods=READ) for name in ("start", "organisation", "colleagues", "roles")},
    **{f"administration:{name}": for_owner(methods=READ) for name in ("why", "log")},
    **{f"administration:{name}": for_owner() for name in ("invite", "role_add", "preview")},
    **{f"administration:{name}": for_owner(methods=WRITE) for name in ("end_preview", "log_export")},
    **{f"administration:unit_{name}": for_owner(the.unit) for name in ("add", "rename", "move", "close")},
    "administration:colleague": for_owner(the.colleague, methods=READ),
    "administration:renew": for_owner(the.colleague, methods=WRITE),
    **{f"administration:{name}": for_owner(the.colleague) for name in ("leave", "come_back", "factors")},
    "administration:position_give": for_owner(the.colleague),
    "administration:position_end": for_owner(the.colleague, the.owners_position),
    **{f"administration:{name}": for_owner(the.role) for name in ("role", "role_retire")},
    "background:work": for_owner(methods=READ),
    **{f"background:{name}": for_owner(the.any_job, methods=WRITE) for name in ("cancel", "retry")},
    "custom_fields:list": for_owner(methods=READ),
    "custom_fields:types": for_owner(methods=READ),
    "custom_fields:new": for_owner("number"),
    "custom_fields:edit": for_owner(the.field),
    **{f"custom_fields:{name}": for_owner(the.field, methods=WRITE) for name in ("move", "switch", "filter")},
    "work_calendar:year": for_owner(methods=READ),
    "work_calendar:hours": for_owner(),
    "work_calendar:day": for_owner("2026-10-10", data={"kind": "rest", "name": "厂庆", "version": 0}),
    **{f"work_calendar:{name}": for_owner(2027, methods=WRITE) for name in ("prepare", "official")},
}
ACCOUNTS = {
    "account_login": Address((), methods=FORM, is_public=True),
    "account_logout": Address(SIGNED_IN, methods=BOTH),
    "account_change_password": Address(SIGNED_IN, methods=FORM),
    "mfa_authenticate": Address((), methods=BOTH, is_public=True, data={"code": "000000"}),
    "mfa_login_webauthn": Address((), methods=BOTH, is_public=True, data={"credential": "{}"}),
    "invitation": Address(
        (), methods=BOTH, is_public=True, own=("made-up",), data={"password1": "x", "password2": "x"}
    ),
    "account": Address(SIGNED_IN),
    "account_reauthenticate": Address(SIGNED_IN, methods=BOTH),
    "account_end_others": Address(SIGNED_IN, methods=WRITE),
    "account_end_session": Address(SIGNED_IN, methods=WRITE, own=("not-there",)),
    "mfa_index": Address(SIGNED_IN),
    "mfa_reauthenticate": Address(SIGNED_IN, methods=BOTH),
    "mfa_reauthenticate_webauthn": Address(SIGNED_IN, methods=BOTH),
    "mfa_activate_totp": Address(SIGNED_IN, methods=BOTH),
    "mfa_deactivate_totp": Address(SIGNED_IN, methods=BOTH),
    "mfa_add_webauthn": Address(SIGNED_IN, methods=BOTH),
    "mfa_edit_webauthn": Address(SIGNED_IN, methods=BOTH, own=(1,)),
    "mfa_remove_webauthn": Address(SIGNED_IN, methods=BOTH, own=(1,)),
    "mfa_view_recovery_codes": Address(SIGNED_IN),
    "mfa_generate_recovery_codes": Address(SIGNED_IN, methods=BOTH),
}
ATTACHMENTS = {
    "attachments:attach": Address(
        methods=WRITE,
        own=(KIND, the.of_customer("K1")),
        foreign=(KIND, the.of_customer("K2")),
        missing=(KIND, 404_404),
    ),
    **{f"attachments:{name}": of_attachment() for name in ("download", "show")},
    **{f"attachments:{name}": of_attachment(methods=WRITE) for name in ("remove", "restore")},
}
ADDRESSES = ATTACHMENTS | PAGES | CUSTOMERS | FOLLOW_UPS | EXCHANGE | SETTINGS | ACCOUNTS


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Give the name of every URL pattern, and the pattern itself where it has none."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or pattern.pattern}"
        else:
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
