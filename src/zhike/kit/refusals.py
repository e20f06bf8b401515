"""Why a save is refused; a form page shows each beside its field and keeps what was typed."""

from zhike.phrases import Phrase


class FieldRefused(ValueError):
    """A field cannot stay as it is; the phrase names the remedy."""

    def __init__(self, field: str, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.field = field
        self.phrase = phrase


class StaleRecord(ValueError):
    """Somebody else saved the record after the user had opened it; nothing was written."""
