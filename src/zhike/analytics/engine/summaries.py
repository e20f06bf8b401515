"""From an engine's answers to the summary that the models take."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhike.analytics.purchases import Summary


def summaries(found: pa.Table, gaps: pa.Table, *, as_of: date) -> Summary:
    """Put `Engine.summary` and `Engine.gaps` together; equal to `purchases.summary` over the same lines.

    Args:
        found: n customers.
        gaps: those of them with a repeat.
        as_of: the day both were asked for.
    """
    column = {name: found[name].to_numpy() for name in found.column_names}
    place = np.searchsorted(column["customer"], gaps["customer"].to_numpy())

    def spread(name: str) -> NDArray[Any]:
        values = np.zeros(len(found))
        values[place] = gaps[name].to_numpy()
        return values

    return Summary(
        as_of=np.datetime64(as_of, "D"),
        customer=column["customer"],
        code=np.arange(len(found)),
        first=column["first_on"].astype("datetime64[D]"),
        last=column["last_on"].astype("datetime64[D]"),
        repeats=column["repeats"],
        age=column["age"],
        total=column["total"],
        first_amount=column["first_amount"],
        mean_repeat=column["mean_repeat"],
        log_gaps=spread("log_gaps"),
        gap_mean=spread("gap_mean"),
        gap_median=spread("gap_median"),
        gap_std=spread("gap_std"),
    )
