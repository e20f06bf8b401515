from django.utils.translation import gettext

from zhike.phrases import Phrase


def said(phrase: Phrase) -> str:
    """Say a phrase in the reader's language."""
    words = gettext(phrase.text)
    return words % phrase.values if phrase.values else words
