"""Fit the lifetime models of pymc-marketing by MAP; runs in an environment of its own, see `analytics_pymc`.

    python pymc_child.py SUMMARY.csv

The file has the columns customer_id, frequency, recency and T. Prints one JSON object: of each model the seconds of the
first fit, which compiles it, the median of three more, and the parameters found.
"""

import json
import logging
import sys
from importlib import import_module
from time import perf_counter
from typing import Any

MODELS = {"bg_nbd": "BetaGeoModel", "mbg_nbd": "ModifiedBetaGeoModel", "pareto_nbd": "ParetoNBDModel"}
WARM = 3


def fitted(kind: Any, rows: Any) -> tuple[float, Any]:
    began = perf_counter()
    model = kind(data=rows)
    model.fit(method="map", progressbar=False)
    return perf_counter() - began, model


def main() -> None:
    began = perf_counter()
    clv, pandas = import_module("pymc_marketing.clv"), import_module("pandas")
    logging.disable(logging.WARNING)
    found: dict[str, object] = {"import_seconds": perf_counter() - began}
    rows = pandas.read_csv(sys.argv[1])
    for name, kind in MODELS.items():
        fits = [fitted(getattr(clv, kind), rows) for _ in range(1 + WARM)]
        means = fits[-1][1].fit_result.mean()
        parameters = {str(each): float(means[each]) for each in means.data_vars if means[each].ndim == 0}
        warm = sorted(seconds for seconds, _ in fits[1:])[WARM // 2]
        found[name] = {"first": fits[0][0], "warm": warm, "parameters": parameters}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
