"""The same column types from every engine: counts and sums are unsigned on one and decimal on another."""

from typing import Any

KINDS = {
    "amount": "int64",
    "total": "int64",
    "first_amount": "int64",
    "mean_repeat": "float64",
    "log_gaps": "float64",
    "gap_mean": "float64",
    "gap_median": "float64",
    "gap_std": "float64",
    "repeats": "int64",
    "age": "int64",
    "length": "int64",
    "recency": "int64",
    "frequency": "int64",
    "money": "int64",
    "cohort": "int64",
    "since": "int64",
    "customers": "int64",
    "percent": "int64",
    "ranked": "float64",
    "baskets": "int64",
    "quantity": "float64",
    "returned": "float64",
    "count": "int64",
    "mark": "int64",
}


def typed(table: Any, *keys: str) -> Any:
    """Cast the columns and sort by the keys."""
    return table.mutate(**{name: table[name].cast(KINDS[name]) for name in table.columns if name in KINDS}).order_by(
        list(keys)
    )
