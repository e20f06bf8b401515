"""The purchases of CDNOW's customers, 1997-01-01 to 1998-06-30, as published by Fader and Hardie."""

from functools import cache
from importlib.resources import files

import numpy as np

from zhike.analytics.purchases import Lines, cents_of_units, lines

CUT = np.datetime64("1997-09-30")
END = np.datetime64("1998-06-30")


@cache
def cdnow(file: str) -> Lines:
    sample = file == "sample"
    with (files("lifetimes.datasets") / f"CDNOW_{file}.txt").open() as text:
        columns = np.loadtxt(text, skiprows=0 if sample else 1)
    day = columns[:, -3].astype(np.int64)
    months = (day // 10_000 - 1970) * 12 + day // 100 % 100 - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]") + (day % 100 - 1)
    customer = columns[:, 1 if sample else 0].astype(np.int64)
    return lines(customer, days, cents_of_units(columns[:, -1]), quantity=columns[:, -2])
