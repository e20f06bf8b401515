"""What a scoring says on the terminal, in Chinese: what was read and fitted, what it is worth, what it rests on."""

import sys
from pathlib import Path

from zhike.analytics.scoring import Rows, Scored
from zhike.cli.score import figures
from zhike.cli.score.layout import LAYOUT
from zhike.cli.score.purchases import Purchases
from zhike.cli.score.warnings import said
from zhike.phrases import Phrase, say


def warn(purchases: Purchases, scored: Scored) -> None:
    """Say what is odd, apart from the figures."""
    for phrase in said(purchases, scored):
        print(say(phrase), file=sys.stderr)


def tell(purchases: Purchases, scored: Scored) -> None:
    """Print the figures."""
    print(say(_head(purchases, scored)))
    for part in (figures.parameters(scored), figures.shares(scored), figures.outlook(scored), figures.backtest(scored)):
        if part:
            print()
            print("\n".join(part))


def tell_written(rows: Rows, out: Path) -> None:
    """Say where the rows are."""
    print()
    print(say(Phrase("%(rows)s customers are written to %(path)s.", {"rows": f"{len(rows):,}", "path": out})))


def _head(purchases: Purchases, scored: Scored) -> Phrase:
    titles = purchases.titles
    columns = "，".join(f"{column.title} = {titles[column.name]}" for column in LAYOUT.columns if column.name in titles)
    values = {
        "customers": f"{scored.customers:,}",
        "rows": f"{scored.transactions:,}",
        "day": scored.settings.as_of,
        "columns": columns,
    }
    return Phrase("%(customers)s customers, %(rows)s rows up to %(day)s (%(columns)s)", values)
