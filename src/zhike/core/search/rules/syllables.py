"""The syllables of Mandarin, and how a run of letters may be read as syllables, begun syllables and initials."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

MOST_READINGS = 24
"""Of one run of letters: real words have three at most."""

_ALL = """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing bo bong bu ca cai can cang cao
    ce cei cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun
    chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di dia dian diao die din ding diu dong
    dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng fiao fo fou fu ga gai gan gang gao ge gei gen
    geng gong gou gu gua guai guan guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan
    huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken
    keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei len leng li lia lian liang liao lie
    lin ling liu lo long lou lu luan lue lun luo lv lve ma mai man mang mao me mei men meng mi mian miao mie min
    ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nia nian niang niao nie nin ning niu nong nou nu nuan
    nue nun nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang
    qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai
    san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui
    shun shuo si song sou su suan sui sun suo ta tai tan tang tao te tei teng ti tian tiao tie ting tong tou tu tuan
    tui tun tuo wa wai wan wang wei wen weng wo wong wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue
    xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan
    zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui
    zun zuo
    """
SYLLABLES = frozenset(_ALL.split())
INITIALS = frozenset(syllable[0] for syllable in SYLLABLES)
LONGEST = max(map(len, SYLLABLES))
Units = tuple[str, ...]


def _begun() -> dict[str, tuple[str, ...]]:
    begun: dict[str, list[str]] = {}
    for syllable in sorted(SYLLABLES):
        for length in range(1, len(syllable) + 1):
            begun.setdefault(syllable[:length], []).append(syllable)
    return {beginning: tuple(found) for beginning, found in begun.items()}


BEGUN = _begun()
"""The syllables that begin with these letters."""


@lru_cache(maxsize=4096)
def spellings(letters: str) -> tuple[Units, ...]:
    """Answer the ways to read letters as syllables, of which the last may be begun only: fangan is fang an, fan gan."""
    return tuple(islice(_spellings(letters), MOST_READINGS))


def _spellings(letters: str) -> Iterator[Units]:
    if letters in BEGUN:
        yield (letters,)
    for length in range(min(LONGEST, len(letters) - 1), 0, -1):
        if letters[:length] in SYLLABLES:
            for rest in spellings(letters[length:]):
                yield (letters[:length], *rest)


def mixture(letters: str) -> Units:
    """Read letters as syllables and initials side by side, the longest syllable first: hongdsm is hong d s m.

    Nothing when a letter begins no syllable.
    """
    units: list[str] = []
    while letters:
        unit = next((letters[:n] for n in range(LONGEST, 0, -1) if letters[:n] in SYLLABLES), letters[:1])
        if letters in BEGUN:
            unit = letters
        elif unit not in SYLLABLES and unit not in INITIALS:
            return ()
        units.append(unit)
        letters = letters[len(unit) :]
    return tuple(units)
