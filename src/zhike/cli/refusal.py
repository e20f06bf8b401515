"""How a command says no: one sentence for each reason, each with its remedy."""

from zhike.phrases import Phrase, say

REFUSED = 2


class Refusal(Exception):
    """The command changed nothing; the phrases say why and what to do."""

    def __init__(self, *phrases: Phrase) -> None:
        super().__init__("\n".join(str(phrase) for phrase in phrases))
        self.phrases = phrases

    def in_chinese(self) -> str:
        return "\n".join(say(phrase) for phrase in self.phrases)


def bullet(phrase: Phrase) -> Phrase:
    """Make a phrase one of several in a list."""
    return Phrase("- %(text)s", {"text": say(phrase)})
