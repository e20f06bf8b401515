"""Several people in one cell: 王建国、赵文斌."""

import re

_BETWEEN = re.compile(r"\s*[、/／,，;；]\s*")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_FULL = range(2, 4)


def people_in(cell: str) -> list[str]:
    """Answer the people a cell names; one, as it stands, unless each part is a full Chinese name."""
    parts = _BETWEEN.split(cell.strip())
    is_list = len(parts) > 1 and all(len(part) in _FULL and part[0] in _SURNAMES for part in parts)
    return [*dict.fromkeys(parts)] if is_list else [cell]
