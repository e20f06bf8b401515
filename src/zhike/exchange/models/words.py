"""The words in which what is kept is shown."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext


def say(text: str, values: dict[str, Any]) -> str:
    """Write a kept phrase in the reader's language."""
    return gettext(text) % values if values else gettext(text)


def title_of_list(screen: str) -> str:
    """Name a list as its page does."""
    path = settings.ZHIKE_EXPORTED_SCREENS.get(screen)
    return str(import_string(path).title) if path else screen
