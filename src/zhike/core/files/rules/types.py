"""The kinds of file that are taken, by the ending of their name."""

from dataclasses import dataclass, field

IMAGE, PDF, AUDIO, VIDEO = "image", "pdf", "audio", "video"  # what a page shows by itself
OLE, ZIP, TEXT, MAIL = "ole", "zip", "text", "mail"  # what the content is told to be besides types of the library
PICTURE_ENDINGS = frozenset({"jpg", "jpeg", "png", "gif", "webp", "bmp"})


@dataclass(frozen=True)
class FileType:
    """A kind of file: how it is sent, what its content may be, how a page shows it, and a part a zip must have."""

    mime: str
    contents: frozenset[str]
    shown_as: str = ""
    icon: str = "file"
    part: str = field(default="")


def _of(mime: str, *contents: str, shown_as: str = "", icon: str = "file", part: str = "") -> FileType:
    return FileType(mime, frozenset(contents or (mime,)), shown_as, icon, part)


def _image(mime: str) -> FileType:
    return _of(mime, shown_as=IMAGE, icon="photo")


def _office(name: str, part: str, icon: str) -> FileType:
    """Describe a document of today's Office; with a password it is kept in the old container."""
    return _of(f"application/vnd.openxmlformats-officedocument.{name}", ZIP, OLE, icon=icon, part=part)


_WORD, _SHEET, _SLIDES = "file-text", "file-spreadsheet", "presentation"
TYPES: dict[str, FileType] = {
    "jpg": _image("image/jpeg"),
    "jpeg": _image("image/jpeg"),
    "png": _image("image/png"),
    "gif": _image("image/gif"),
    "webp": _image("image/webp"),
    "bmp": _image("image/bmp"),
    "heic": _of("image/heic", icon="photo"),
    "heif": _of("image/heif", "image/heic", icon="photo"),
    "pdf": _of("application/pdf", shown_as=PDF, icon=_WORD),
    "mp3": _of("audio/mpeg", shown_as=AUDIO, icon="music"),
    "m4a": _of("audio/mp4", "audio/mp4", "video/mp4", shown_as=AUDIO, icon="music"),
    "wav": _of("audio/wav", "audio/x-wav", shown_as=AUDIO, icon="music"),
    "ogg": _of("audio/ogg", shown_as=AUDIO, icon="music"),
    "amr": _of("audio/amr", icon="music"),
    "mp4": _of("video/mp4", shown_as=VIDEO, icon="video"),
    "docx": _office("wordprocessingml.document", "word/", _WORD),
    "xlsx": _office("spreadsheetml.sheet", "xl/", _SHEET),
    "pptx": _office("presentationml.presentation", "ppt/", _SLIDES),
    "doc": _of("application/msword", OLE, icon=_WORD),
    "xls": _of("application/vnd.ms-excel", OLE, icon=_SHEET),
    "ppt": _of("application/vnd.ms-powerpoint", OLE, icon=_SLIDES),
    "wps": _of("application/vnd.ms-works", OLE, ZIP, icon=_WORD),
    "et": _of("application/vnd.ms-excel", OLE, ZIP, icon=_SHEET),
    "dps": _of("application/vnd.ms-powerpoint", OLE, ZIP, icon=_SLIDES),
    "ofd": _of("application/ofd", ZIP, icon=_WORD),
    "txt": _of("text/plain", TEXT, icon=_WORD),
    "csv": _of("text/csv", TEXT, icon=_SHEET),
    "eml": _of("message/rfc822", MAIL, icon="mail"),
    "zip": _of("application/zip", ZIP, icon="file-zip"),
    "rar": _of("application/vnd.rar", "application/x-rar-compressed", icon="file-zip"),
    "7z": _of("application/x-7z-compressed", icon="file-zip"),
    "dwg": _of("image/vnd.dwg"),
}
PROGRAMS = frozenset(
    {"exe", "com", "scr", "bat", "cmd", "msi", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "lnk", "jar", "sh"}
    | {"php", "phar", "phtml", "php3", "php5", "asp", "aspx", "jsp", "cgi", "py", "pl", "htm", "html", "xhtml", "svg"}
)


def ending(name: str) -> str:
    """Answer what stands behind the last point of a name, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def type_of(name: str) -> FileType | None:
    return TYPES.get(ending(name))
