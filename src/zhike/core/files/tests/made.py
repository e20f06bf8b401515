"""Small files of each kind, made by hand."""

import io
import struct
import zlib
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def png(width: int = 2, height: int = 2) -> bytes:
    """Make a picture whose header says this size; its content is that of two by two."""
    rows = zlib.compress(b"".join(b"\0" + b"\x2b\x6c\xb0" * 2 for _ in range(2)))
    head = struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    )


def zipped(*names: str, content: bytes = b"x") -> bytes:
    """Pack files of no date: the same bytes each time, which are in the names of tests."""
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return held.getvalue()


def wav(seconds: float = 0.01) -> bytes:
    sound = b"\x80" * int(8000 * seconds)
    head = struct.pack("<4sL4s4sLHHLLHH4sL", b"RIFF", 36 + len(sound), b"WAVE", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8,
                       b"data", len(sound))  # fmt: skip
    return head + sound


PDF = b"%PDF-1.4\n%made up\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
DOCX = zipped("[Content_Types].xml", "word/document.xml")
XLSX = zipped("[Content_Types].xml", "xl/workbook.xml")
MAIL = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\n\r\nhello\r\n"
MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0" * 20
GOOD = {
    "门店.PNG": png(),
    "照片.jpg": b"\xff\xd8\xff\xe0" + b"\0" * 30,
    "动图.gif": b"GIF89a\1\0\2\0" + b"\0" * 20,
    "图.webp": b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 20,
    "手机.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 20,
    "合同.pdf": PDF,
    "录音.mp3": b"ID3\4\0" + b"\0" * 20,
    "语音.m4a": b"\0\0\0\x1cftypM4A \0\0\0\0" + b"\0" * 20,
    "通话.wav": wav(),
    "录音.ogg": b"OggS\0\2" + b"\0" * 20,
    "语音.amr": b"#!AMR\n" + b"\0" * 20,
    "视频.mp4": MP4,
    "报价.docx": DOCX,
    "报价.xlsx": XLSX,
    "有密码的.xlsx": OLE,
    "旧.doc": OLE,
    "旧.xls": OLE,
    "旧.ppt": OLE,
    "文字.wps": OLE,
    "表格.et": XLSX,
    "演示.dps": OLE,
    "发票.ofd": zipped("OFD.xml"),
    "说明.txt": "您好，报价如下。".encode("gb18030"),
    "名单.csv": "\ufeff编号,名称\n".encode(),
    "备忘.txt": "您好".encode("utf-16"),
    "往来.eml": MAIL,
    "资料.zip": zipped("任意.bin"),
    "资料.rar": b"Rar!\x1a\x07\0" + b"\0" * 20,
}
