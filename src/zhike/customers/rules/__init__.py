"""What is decided about customers without asking anybody."""

from zhike.phrases import Phrase


class NotSo(ValueError):
    """What was written cannot be what it should be; the phrase names the remedy."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase
