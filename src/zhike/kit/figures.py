from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Figure:
    """A key figure with its definition and the address of its rows (数从哪来)."""

    key: str
    label: str
    value: SafeString
    note: str = ""
    definition: str = ""
    href: str = ""
