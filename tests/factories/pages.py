"""Pages as tests compare them."""

import re
from typing import Any

from django.http import HttpResponseBase

_TOKENS = re.compile(rb'(name="csrf-token" content="|name="csrfmiddlewaretoken" value=")[^"]*')
_BUILT = re.compile(rb"/static/zhike/dist/[^\"' ]*")
"""Their names hold letters of chance, which no test shall find."""


def body(answer: HttpResponseBase) -> bytes:
    """Give what a page says, without form tokens and names of built files, which differ each time."""
    return _BUILT.sub(b"", _TOKENS.sub(b"", getattr(answer, "content", b"")))


def words(answer: HttpResponseBase) -> str:
    return body(answer).decode()


def sent(answer: Any) -> dict[str, Any]:
    """Give what a browser would send of a page's form as it stands."""
    form = answer.context["form"]
    return {field.html_name: field.value() for field in form if field.value() not in (None, False)}
