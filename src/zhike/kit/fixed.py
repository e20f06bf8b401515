"""Parts of pages that are the same for everybody: written once, with holes for the little that differs."""

import re
from typing import Any

from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.urls import get_script_prefix
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MARK = re.compile("(zk-hole-[a-z_]+-here)")


class Fixed(Node):
    """What stands between knows nothing of the page but its holes, so that nothing of one page shows on another."""

    def __init__(self, parts: NodeList, holes: dict[str, FilterExpression]) -> None:
        self.parts, self.holes = parts, holes
        self.known: dict[tuple[str | None, str], list[str]] = {}

    def render(self, context: Context) -> SafeString:
        key = get_language(), get_script_prefix()
        written = self.known.get(key) or self.known.setdefault(key, self._written(context))
        if len(written) == 1:
            return SafeString(written[0])
        values = {_mark(name): str(conditional_escape(hole.resolve(context))) for name, hole in self.holes.items()}
        return SafeString("".join([values.get(part, part) for part in written]))

    def _written(self, context: Context) -> list[str]:
        return MARK.split(self.parts.render(context.new({name: _mark(name) for name in self.holes})))


def _mark(name: str) -> str:
    return f"zk-hole-{name}-here"


def fixed(parser: Parser, token: Token) -> Any:
    """Write a part once: `{% fixed name=user.name %}…{{ name }}…{% endfixed %}`."""
    holes = token_kwargs(token.split_contents()[1:], parser)
    parts = parser.parse(("endfixed",))
    parser.delete_first_token()
    return Fixed(parts, holes)
