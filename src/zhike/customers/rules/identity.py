"""What makes two customers one: names without their form, phones as digits, the unified social credit code."""

import re
from functools import cache, lru_cache
from unicodedata import normalize

from opencc import OpenCC
from stdnum.cn import uscc

from zhike.customers.rules import NotSo
from zhike.customers.rules.areas import city_calls
from zhike.phrases import Phrase

LONGEST_NAME_KEY = 100
LONGEST_PHONE, SHORTEST_PHONE = 20, 5
CODE_LENGTH = 18
SHORTEST_NAME = 2  # a name is never cut below this

_COMPANIES = "有限责任公司 股份有限公司 有限公司 股份公司 责任公司 总公司 公司 集团 控股 个人独资企业 合伙企业"
_OTHERS = "有限合伙 普通合伙 专业合作社 合作社 个体工商户 工作室 商行 商店 商铺 工厂 厂 店"
_OUTLETS = "经营部 经销部 门市部 营业部 服务部"
_LATIN = "companylimited coltd company limited corporation corp incorporated inc ltd llc gmbh"
_FORMS = tuple(sorted(f"{_COMPANIES} {_OTHERS} {_OUTLETS} {_LATIN}".split(), key=len, reverse=True))
_BRANCHES = ("分公司", "子公司")  # another company than its mother
_PLACE_ENDS = ("特别行政区", "自治区", "省", "市")
_LONGEST_CALL = 11

_SPLIT = re.compile(r"[\s\-‐‑‒–—―−()./]+")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#|,)\s*(\d{1,6})$", re.IGNORECASE)
_HOME = re.compile(r"^(?:\+|00)?86(?=1\d{10}$|[2-9]\d{8,10}$|0\d{9,11}$)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})([2-9]\d{6,7})")
_SERVICE = re.compile(r"([48]00)(\d{3})(\d{4})")
_SHORT = re.compile(r"(?:9[56]\d{3,6}|1\d{4})")
_FOREIGN = re.compile(r"\+(?!86)[1-9]\d{6,14}")
_CODE = re.compile(r"[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}", re.ASCII)  # N2… are villages
_STRANGE = re.compile(r"[^\d+]")
_LOOKALIKES = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}

NO_PHONE = Phrase("“%(value)s” is not a phone number; write it like 13800000007, 021-60000000 or +44 20 7946 0000")
NO_MOBILE = Phrase("A mobile number has 11 digits; %(value)s has %(count)d")
NO_AREA = Phrase("Give the area code too, such as 021-60000000")
NO_LANDLINE = Phrase("%(value)s is not a landline number: after the area code there are 7 or 8 digits")
LONG_PHONE = Phrase("Give one phone number here, further ones as contacts")
WRONG_LENGTH = Phrase("A unified social credit code has 18 digits and letters; this one has %(count)d")
WRONG_SIGN = Phrase("A unified social credit code has no “%(sign)s”: look whether it is “%(instead)s”")
NO_SUCH_SIGN = Phrase("A unified social credit code has digits and capital letters only, “%(sign)s” is neither")
NO_CODE = Phrase("The third to eighth sign of a unified social credit code are digits: check them")
WRONG_CHECK = Phrase("The last sign does not fit the others: one of them is mistyped")


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """Reduce a name to what tells it from others: 浙江省宏达商貿（集团）有限公司 and 宏达商贸 are one.

    Width, case, traditional characters, signs, the place in front and the legal form behind do not count; a name that
    is made of nothing else stays as it is, and never becomes empty.
    """
    folded = _simplified().convert(normalize("NFKC", name)).casefold()
    bare = "".join(char for char in folded if char.isalnum()) or "".join(folded.split())
    return _without_form(_without_place(bare))[:LONGEST_NAME_KEY]


@lru_cache(maxsize=16384)
def phone_key(phone: str) -> str:
    """Reduce a phone to what is dialled at home, without an extension; +86 138-0000-0007 is 13800000007."""
    digits = re.sub(r"\D", "", _dialled(phone)[0])
    return digits[:LONGEST_PHONE] if len(digits) >= SHORTEST_PHONE else ""


def normal_phone(text: str) -> str:
    """Write a phone the one way we keep it: 13800000007, 021-60000000-801, 400-600-0000, +442079460000.

    Raises:
        NotSo: it is no phone number that could be dialled.
    """
    if not text.strip():
        return ""
    digits, extension = _dialled(text)
    if _STRANGE.search(digits.removeprefix("+")) or not digits:
        raise NotSo(NO_PHONE.given(value=text.strip()[:LONGEST_PHONE]))
    written = _written(digits)
    if not written:
        raise NotSo(_why_no_phone(digits, text))
    whole = f"{written}-{extension}" if extension else written
    if len(whole) > LONGEST_PHONE:
        raise NotSo(LONG_PHONE)
    return whole


@lru_cache(maxsize=16384)
def tidy_phone(text: str) -> str:
    """Write a phone as `normal_phone` does where it can be read, and leave it as it is where it cannot."""
    try:
        return normal_phone(text)
    except NotSo:
        return text


def normal_code(text: str) -> str:
    """Write a unified social credit code without spaces, in capitals.

    Raises:
        NotSo: it cannot be one; the phrase names the sign to look at.
    """
    code = re.sub(r"[\s\-]", "", normalize("NFKC", text)).upper()
    if not code:
        return ""
    if len(code) != CODE_LENGTH:
        raise NotSo(WRONG_LENGTH.given(count=len(code)))
    if not _CODE.fullmatch(code):
        raise NotSo(_wrong_sign(code))
    if code[-1] != uscc.calc_check_digit(code[:-1]):
        raise NotSo(WRONG_CHECK)
    return code


def _wrong_sign(code: str) -> Phrase:
    for sign in code:
        if sign in _LOOKALIKES:
            return WRONG_SIGN.given(sign=sign, instead=_LOOKALIKES[sign])
        if not (sign.isascii() and sign.isalnum()):
            return NO_SUCH_SIGN.given(sign=sign)
    return NO_CODE


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")


def _without_place(name: str) -> str:
    """Take off provinces and cities in front as long as enough is left: 浙江省杭州市宏达 is 宏达."""
    calls = city_calls()
    for _ in range(2):
        call = next((name[:n] for n in range(min(_LONGEST_CALL, len(name)), 1, -1) if name[:n] in calls), "")
        if not call:
            break
        rest = name[len(call) :]
        rest = next((rest.removeprefix(end) for end in _PLACE_ENDS if rest.startswith(end)), rest)
        if len(rest) < SHORTEST_NAME or rest in _FORMS:
            break
        name = rest
    return name


def _without_form(name: str) -> str:
    while name.endswith(_FORMS) and not name.endswith(_BRANCHES):
        rest = next(name.removesuffix(form) for form in _FORMS if name.endswith(form))
        if len(rest) < SHORTEST_NAME:
            break
        name = rest
    return name


def _dialled(phone: str) -> tuple[str, str]:
    """Answer the digits as they are dialled at home, and the extension."""
    if phone.isascii() and _MOBILE.fullmatch(phone):  # most of them
        return phone, ""
    text = normalize("NFKC", phone).strip()
    match = _EXTENSION.search(text)
    text, extension = (text[: match.start()], match[1]) if match else (text, "")
    parts = [part for part in _SPLIT.split(text) if part]
    if not extension and len(parts) > 2 and _is_landline("".join(parts[:-1])):
        extension = parts.pop()  # 021-60000000-801
    digits = _HOME.sub("", "".join(parts))
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    is_without_zero = digits != "".join(parts) and not digits.startswith(("0", "1", "+", "400", "800"))
    return (f"0{digits}" if is_without_zero else digits), extension


def _is_landline(digits: str) -> bool:
    return _LANDLINE.fullmatch(_HOME.sub("", digits)) is not None or _SERVICE.fullmatch(digits) is not None


def _written(digits: str) -> str:
    if _MOBILE.fullmatch(digits) or _SHORT.fullmatch(digits) or _FOREIGN.fullmatch(digits):
        return digits
    if match := _LANDLINE.fullmatch(digits):
        return f"{match[1]}-{match[2]}"
    match = _SERVICE.fullmatch(digits)
    return "-".join(match.groups()) if match else ""


def _why_no_phone(digits: str, text: str) -> Phrase:
    if digits.startswith("1") and len(digits) in (9, 10, 12, 13):
        return NO_MOBILE.given(value=digits, count=len(digits))
    if len(digits) > 15:
        return LONG_PHONE
    if digits.startswith("0"):
        return NO_LANDLINE.given(value=digits)
    if len(digits) in (7, 8):
        return NO_AREA
    return NO_PHONE.given(value=text.strip()[:LONGEST_PHONE])
