"""省市区 by the codes of GB/T 2260, as python-stdnum carries them; only those in use today."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from unicodedata import normalize

from opencc import OpenCC

from zhike.customers.rules import NotSo
from zhike.phrases import Phrase

_LINE = re.compile(r'(\d{2,4}) (?:province|county)="(.*)"')
_YEARS = re.compile(r"\[(\d*)-(\d*)\]")
_NO_PLACE = re.compile(r"市辖区|市区|县|.*直辖.*")
_PROVINCE_ENDS = re.compile(r"(特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)$")
_PEOPLES = "朝鲜|藏|羌|彝|回|蒙古|哈萨克|土家|苗|侗|布依|壮|傣|景颇|白|傈僳|哈尼|柯尔克孜"
_STATE_ENDS = re.compile(rf"(?:(?:{_PEOPLES})族?)*自治州$")
_CITY_ENDS = re.compile(r"(?:地区|盟|市)$")
_SPACES = " \u3000,，、/·-"
_FILLING = re.compile(r"[\s,，、/·\-]+")
_SHORTEST_CALL = 2
_NO_REST = ("场", "政府")  # 朝阳市场 is no place in 朝阳市
NO_AREA = Phrase("“%(value)s” is not known, or not the only one: write it from the province down")
_STILL_WRITTEN = 2020  # who was renamed since is still found on letterheads and signs by the old name
_OUTLIVED = ("422900", "422921", "429001")  # codes of 神农架林区 and 随州市 whose end the source does not tell


@dataclass(frozen=True)
class Place:
    """Where an address begins: the code of its 省市区, and what is left of the text.

    It is sure when the place is called by its whole name: 南京市 is, 南京 may be the beginning of 南京东路.
    """

    code: str
    rest: str
    is_sure: bool


def area_name(code: str) -> str:
    """Write an area from the province down: 330106 is 浙江省杭州市西湖区; nothing when the code is not known."""
    names = _names()
    if code not in names:
        return ""
    return "".join(dict.fromkeys(names[each] for each in _above(code) if each in names))


def places() -> tuple[tuple[str, str], ...]:
    """Answer all areas as (code, name from the province down)."""
    return _all_places()


def cities() -> tuple[tuple[str, str], ...]:
    """Answer the provinces and the cities right below them, as (code, name from the province down)."""
    return tuple((code, name) for code, name in _all_places() if code.endswith("00"))


def city_calls() -> frozenset[str]:
    """Answer how provinces and cities are called before a company's name: 浙江, 杭州."""
    return _city_calls()


def read_place(text: str) -> Place | None:
    """Read the 省市区 an address begins with, names shortened or left out as people do; none when it has none.

    A step may be left out where the rest is sure: 杭州西湖区 and 海淀区 are, 西湖区 alone is not. A name that a
    province shares with a city (吉林) means the province.
    """
    rest, code, is_sure = _FILLING.sub("", normalize("NFKC", text)), "", False
    while (found := _step(rest, code)) is not None:
        code, length = found
        is_sure = rest[:length] == _names()[code]
        rest = rest[length:]
    if not code:
        return None
    return Place(code, _original_rest(text, rest), is_sure and not rest.startswith(_NO_REST))


def read_area(text: str) -> str:
    """Read a 省市区, written out, shortened or as its code; answer the code.

    Raises:
        NotSo: there is no such place, or it is not clear which.
    """
    words = _FILLING.sub("", text)
    if not words or words in _names():
        return words
    place = read_place(text)
    if place is None or place.rest:
        raise NotSo(NO_AREA.given(value=text.strip()[:40]))
    return place.code


def split_address(address: str, *, area: str) -> tuple[str, str]:
    """Take the 省市区 off an address when it surely begins with one and none is known; answer area and address."""
    place = None if area else read_place(address)
    return (place.code, place.rest) if place is not None and place.is_sure else (area, address)


def _original_rest(text: str, rest: str) -> str:
    """Answer the end of the text as it was typed, spaces included."""
    if text.endswith(rest):
        return text[len(text) - len(rest) :].strip(_SPACES)
    wanted, at = len(rest), len(text)
    while at > 0 and wanted > 0:
        at -= 1
        wanted -= len(_FILLING.sub("", normalize("NFKC", text[at])))
    return text[at:].strip(_SPACES)


def _step(text: str, above: str) -> tuple[str, int] | None:
    """Find which place below another the text begins with, by its longest name."""
    calls = _calls_below().get(above, {})
    for length in range(min(len(text), 15), _SHORTEST_CALL - 1, -1):
        codes = calls.get(text[:length])
        if codes is not None:
            return (codes[0], length) if len(codes) == 1 or codes[0].endswith("0000") else None
    return None


def _above(code: str) -> tuple[str, ...]:
    return (f"{code[:2]}0000", f"{code[:4]}00", code)


@cache
def _all_places() -> tuple[tuple[str, str], ...]:
    return tuple((code, area_name(code)) for code in _names())


@cache
def _names() -> dict[str, str]:
    """Read the names in force, by code."""
    found: dict[str, str] = {}
    above = ""
    for line in (files("stdnum.cn") / "loc.dat").read_text(encoding="utf-8").splitlines():
        match = _LINE.match(line.strip())
        if match is None:
            continue
        if len(match[1]) == 2:
            above = match[1]
            continue
        name = _in_force(match[2])
        if name and not _NO_PLACE.fullmatch(name):
            found[above + match[1]] = _simplified().convert(name)
    latest = {(code[:4], found[code]): code for code in sorted(found) if code not in _OUTLIVED}
    return {code: name for (_, name), code in latest.items()}  # who got a new code keeps the name


def _in_force(written: str) -> str:
    """Answer the latest name of a code if it is in use: [1997-1997]万县区,[1998-]万州区."""
    last = written.rsplit(",", 1)[-1]
    years = _YEARS.match(last)
    is_gone = years is not None and years[2] and int(years[2]) < _STILL_WRITTEN
    return "" if is_gone else _YEARS.sub("", last)


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")


@cache
def _calls_below() -> dict[str, dict[str, tuple[str, ...]]]:
    """Answer, for each place and for none, what is below it by its names, whole and short.

    From nothing a province, a city, or a district whose name is its only one can be reached; from a province its
    cities and what is right below it; from a city its districts.
    """
    below: dict[str, dict[str, tuple[str, ...]]] = {}
    for code, name in _names().items():
        for above in _reached_from(code):
            for call in _calls(name, is_district=not code.endswith("00")):
                calls = below.setdefault(above, {})
                calls[call] = (*calls.get(call, ()), code)
    return below


def _reached_from(code: str) -> tuple[str, ...]:
    province, city = f"{code[:2]}0000", f"{code[:4]}00"
    if code == province:
        return ("",)
    if code == city:
        return ("", province)
    has_city = city in _names()
    return (city, province, "") if has_city else (province, "")


def _calls(name: str, *, is_district: bool) -> tuple[str, ...]:
    """Answer how a place is called: 甘孜藏族自治州, 甘孜州 and 甘孜; a district only by its whole name."""
    if is_district:
        return (name,)
    state = _STATE_ENDS.sub("", name)
    if state != name:
        return (name, f"{state}州", *([state] if len(state) >= _SHORTEST_CALL else []))
    short = _PROVINCE_ENDS.sub("", name)
    short = _CITY_ENDS.sub("", name) if short == name else short
    return (name,) if len(short) < _SHORTEST_CALL or short == name else (name, short)


@cache
def _city_calls() -> frozenset[str]:
    return frozenset(
        call for code, name in _names().items() if code.endswith("00") for call in _calls(name, is_district=False)
    )
