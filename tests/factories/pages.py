"""Pages as tests compare them."""

import re

from django.http import HttpResponseBase

_TOKENS = re.compile(rb'(name="csrf-token" content="|name="csrfmiddlewaretoken" value=")[^"]*')


def body(answer: HttpResponseBase) -> bytes:
    """Give what a page says, without the form tokens, which differ each time."""
    return _TOKENS.sub(b"", getattr(answer, "content", b""))


def words(answer: HttpResponseBase) -> str:
    return body(answer).decode()
