"""File names as people may see them and disks never do."""

import unicodedata

LONGEST = 200
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # controls, direction overrides, what has no shape
_SEPARATORS = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


def clean_name(name: str) -> str:
    """Take out of a name what deceives the eye or leads into another folder; its ending and its 汉字 stay."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if sign in "\t\r\n" else sign for sign in last if sign in "\t\r\n" or _is_seen(sign))
    plain = " ".join(unicodedata.normalize("NFC", seen).translate(_SEPARATORS).split()).strip(". ")
    return _shortened(plain) or "file"


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in _UNSEEN


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, _, end = name.rpartition(".")
    if not stem or len(end) > 10:
        return name[:LONGEST]
    return f"{stem[: LONGEST - len(end) - 1]}.{end}"
