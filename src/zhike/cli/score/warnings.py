"""What is worth knowing before the figures are used, a sentence each."""

from collections.abc import Iterator

from zhike.analytics.scoring import Note, Scored
from zhike.cli.score.layout import OPTIONS
from zhike.cli.score.purchases import Purchases
from zhike.phrases import Phrase

_SENTENCES = {
    "after_as_of": Phrase("%(many)s rows after %(day)s are left out."),
    "same_lines": Phrase(
        "%(many)s rows have customer, day and amount of another one, as lines of one order may: counted as they stand."
    ),
    "returns_aside": Phrase("%(many)s returns have no purchase before them and are set aside."),
    "only_returned": Phrase("%(many)s customers have only returned, or all they bought came back: they get no row."),
    "no_money": Phrase(
        "The file has no column of amounts: purchases are counted and nothing is said of money. "
        "Name the column with --amount if there is one."
    ),
    "too_few_customers": Phrase(
        "With %(many)s customers (fewer than 100) no model is fitted: the figures are by each customer's own gaps, "
        "marked “rule of own gaps”."
    ),
    "no_repeats": Phrase(
        "Nobody has bought on a second day: there is nothing to foretell from, and the figures say “too little data”."
    ),
    "not_fitted": Phrase("No model could be fitted: the figures are by each customer's own gaps."),
    "flat": Phrase(
        "The purchases do not determine all parameters of %(many)s models (all customers alike?): use the figures "
        "with care."
    ),
    "too_little_data": Phrase(
        "%(many)s customers have bought on fewer than three days: their own rows are marked “too little data”."
    ),
    "not_judged": Phrase("The %(many)s days held out judge nothing: too few customers or purchases."),
}


def said(purchases: Purchases, scored: Scored) -> Iterator[Phrase]:
    """Give the sentences on a file and its scoring."""
    for name in purchases.by_content:
        yield Phrase(
            "Column “%(title)s” was taken for its cells: if it is another one, name it with %(option)s.",
            {"title": purchases.titles[name], "option": OPTIONS[name]},
        )
    if purchases.left_out:
        yield Phrase("%(many)s lines that are totals or notes are left out.", {"many": purchases.left_out})
    for note in scored.notes:
        yield _sentence(note, scored)


def _sentence(note: Note, scored: Scored) -> Phrase:
    return _SENTENCES[note.word].given(many=f"{note.many:,}", day=scored.settings.as_of)
