"""How 汉字 are read aloud: by phrase, and by what else a person may have in mind, above all in surnames."""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from zhike.core.search.rules.folding import han_runs
from zhike.core.search.rules.syllables import Units

MOST_SYLLABLES = 40
MOST_READINGS = 4
RARE = {"m": "mu", "n": "en", "ng": "en", "hm": "heng", "hng": "heng"}  # interjections; nobody types them so

_SURNAMES = """
    曾:zeng 解:xie 仇:qiu 单:shan 区:ou 查:zha 任:ren 盖:ge 朴:piao 缪:miao 翟:zhai 柏:bai 员:yun 乐:yue 召:shao
    种:chong 覃:qin 洗:xian 冼:xian 祭:zhai 秘:bi 隗:wei 宓:fu 折:she 车:che 黑:he 逄:pang 牟:mu 谌:chen 纪:ji 宁:ning
    燕:yan 应:ying 华:hua 葛:ge 过:guo 能:nai 卜:bu 郇:huan 郄:qie 相:xiang 都:du 石:shi 盛:sheng 钭:tou 繁:po 褚:chu
    瞿:qu 阚:kan 适:kuo 难:ning 俞:yu 令:ling 长:zhang 侯:hou 教:jiao 炔:gui 炅:gui 尹:yin 臧:zang 藏:zang 尉:wei 尧:yao
    强:qiang 曲:qu 便:pian 谷:gu 哈:ha 郝:hao 桓:huan 会:gui 洪:hong 夏:xia 行:xing 句:gou 勾:gou 角:jue 阙:que 莘:shen
    佟:tong 危:wei 晟:cheng 乜:nie 厍:she 麻:ma 幺:yao 於:yu 重:chong 子:zi 訾:zi 薄:bo 鲍:bao 邸:di 费:fei 冒:mo
    万俟:mo,qi 尉迟:yu,chi 单于:chan,yu 长孙:zhang,sun 澹台:tan,tai 令狐:ling,hu 鲜于:xian,yu 亓官:qi,guan
    皇甫:huang,fu 宰父:zai,fu 子车:zi,ju 中行:zhong,hang 夏侯:xia,hou 仉督:zhang,du 尔朱:er,zhu 乐正:yue,zheng
    呼延:hu,yan 南宫:nan,gong 赫连:he,lian 宿:su 吾丘:yu,qiu 毌丘:guan,qiu
    """
SURNAMES = {entry.partition(":")[0]: tuple(entry.partition(":")[2].split(",")) for entry in _SURNAMES.split()}
"""How a character is read as a surname where phrases would read it otherwise."""

_OTHERWISE = """
    长:chang,zhang 行:hang,xing 重:chong,zhong 乐:le,yue 朝:chao,zhao 都:du,dou 藏:cang,zang 厦:xia,sha 曾:zeng,ceng
    单:dan,shan 解:jie,xie 传:chuan,zhuan 盛:sheng,cheng 晟:sheng,cheng 佛:fo,fu 柏:bai,bo 堡:bao,pu 埔:pu,bu
    莞:guan,wan 弹:dan,tan 种:zhong,chong 卡:ka,qia 蔚:wei,yu 咖:ka,ga 拓:tuo,ta 粘:zhan,nian 参:can,shen 番:fan,pan
    绿:lv,lu 朴:pu,piao 仇:chou,qiu 查:cha,zha 区:qu,ou 翟:zhai,di 隗:wei,kui 牟:mu,mou 谌:chen,shen 宓:mi,fu 那:na,nuo
    覃:qin,tan 尉:wei,yu 缪:miao,mou 洗:xi,xian 折:zhe,she 角:jiao,jue 歙:she,xi 铅:qian,yan
    浚:jun,xun 郇:xun,huan 褚:chu,zhu
    """
OTHERWISE = {entry[0]: tuple(entry[2:].split(",")) for entry in _OTHERWISE.split()}
"""Characters of names and companies that people read in two ways, or read by the wrong one."""

Variant = tuple[int, tuple[str, ...]]


@lru_cache(maxsize=4096)
def readings(name: str) -> tuple[Units, ...]:
    """Answer how the 汉字 of a plain name may be read, the likeliest first."""
    found_runs = han_runs(name)
    chars = "".join(found_runs)[:MOST_SYLLABLES]
    if not chars:
        return ()
    aloud = _by_phrase(found_runs)[: len(chars)]
    found = dict.fromkeys([aloud, *islice(_varied(name, chars, aloud), 2 * MOST_READINGS)])
    return tuple(islice((tuple(filter(None, one)) for one in found), MOST_READINGS))


def _varied(name: str, chars: str, aloud: Units) -> Iterator[Units]:
    """Replace one character's reading, or one surname's, at a time; of the first characters first."""
    for at, syllables in _variants(name, chars, aloud):
        yield (*aloud[:at], *syllables, *aloud[at + len(syllables) :])


def _variants(name: str, chars: str, aloud: Units) -> Iterator[Variant]:
    if name[:1] == chars[:1]:
        for length in (2, 1):
            if surname := SURNAMES.get(chars[:length]):
                yield 0, surname
    for at, (char, read) in enumerate(zip(chars, aloud, strict=True)):
        if char in OTHERWISE:
            for syllable in OTHERWISE[char]:
                yield at, (syllable,)
        if read.startswith(("lv", "nv")):  # 吕 is typed lv and lu
            yield at, (read.replace("v", "u"),)


def _by_phrase(found: list[str]) -> Units:
    cut = dictionary().seg.cut
    return tuple([s for run in found for phrase in cut(run) for s in _read_aloud(phrase)])


@cache
def dictionary() -> Any:
    """Load the dictionary, which takes 60 MB and a third of a second that commands without names to read can save."""
    from pypinyin.contrib import mmseg  # noqa: PLC0415 - as said above

    return mmseg


@lru_cache(maxsize=16384)
def _read_aloud(phrase: str) -> Units:
    """Remember each phrase that pypinyin would find in a run: names share most of theirs, reading is slow.

    One syllable for each character, an empty one for those without a reading.
    """
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - by now the dictionary is loaded

    read = lazy_pinyin(phrase, errors=_unread, v_to_u=False)
    return tuple(RARE.get(s, s) if s.isascii() else "" for s in read)


def _unread(chars: str) -> Any:
    """Answer an empty reading for each character; the library's types know of a text for all of them only."""
    return [[""] for _ in chars]
