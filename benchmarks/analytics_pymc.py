"""The fits of pymc-marketing (MAP) on CDNOW next to ours; in an environment of its own, which this makes.

`python -m benchmarks.analytics_pymc`; the environment takes some minutes and 0.8 GB the first time, the compiling of
its models some more. pymc-marketing asks for Python 3.12 from 1.0 on; 0.19.2 is its newest for 3.11.

Its default priors pull the parameters away from the maximum of the likelihood, so they differ from ours and the
papers'; the column "log-likelihood lost" says by how much less likely they make the same customers.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.analytics_fit import timed
from benchmarks.table import milliseconds, show
from zhike.analytics.lifetime import History, fit_bg_nbd, fit_mbg_nbd, fit_pareto_nbd, regular
from zhike.analytics.lifetime.pareto_nbd import log_likelihood
from zhike.analytics.purchases import split
from zhike.analytics.purchases.tests.cdnow import CUT, cdnow

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "build" / "pymc-marketing"
PACKAGE = "pymc-marketing==0.19.2"
FITS: dict[str, Any] = {"bg_nbd": fit_bg_nbd, "mbg_nbd": fit_mbg_nbd, "pareto_nbd": fit_pareto_nbd}
NAMES = {
    "bg_nbd": ("r", "alpha", "a", "b"),
    "mbg_nbd": ("r", "alpha", "a", "b"),
    "pareto_nbd": ("r", "alpha", "s", "beta"),
}
HEADER = ("model", "customers", "ours", "pymc warm", "times", "pymc first", "ours", "pymc", "log-likelihood lost")


def environment() -> Path:
    """Make the environment if it is not there; answer its Python."""
    python = PLACE / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PLACE)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", PACKAGE], check=True)
    return python


def peers(rows: History) -> dict[str, Any]:
    with TemporaryDirectory() as place:
        table = Path(place) / "summary.csv"
        columns = np.column_stack([np.arange(len(rows)), rows.repeats, rows.last / 7, rows.age / 7])
        np.savetxt(table, columns, "%.10g", delimiter=",", header="customer_id,frequency,recency,T", comments="")
        child = [str(environment()), str(ROOT / "benchmarks" / "pymc_child.py"), str(table)]
        out = subprocess.run(child, check=True, stdout=subprocess.PIPE, cwd=place, text=True).stdout
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found


def likelihood(model: str, values: list[float], rows: History) -> float:
    """Answer the log-likelihood of parameters in weeks, less what the unit of time adds."""
    r, alpha, third, fourth = values
    if model == "pareto_nbd":
        return log_likelihood(np.array([r, alpha * 7, third, fourth * 7]), rows)[0]
    return regular.log_likelihood(np.array([r, alpha * 7, third, fourth]), rows, k=1, first_too=model == "mbg_nbd")[0]


def compared(rows: History) -> list[list[str]]:
    found, lines = peers(rows), []
    for name, fit in FITS.items():
        ours, model = timed(lambda fit=fit: fit(rows)), fit(rows, unit=7)  # type: ignore[misc]
        theirs = [found[name]["parameters"][each] for each in NAMES[name]]
        mine = [float(getattr(model, each)) for each in NAMES[name]]
        lost = likelihood(name, mine, rows) - likelihood(name, theirs, rows)
        warm, first = found[name]["warm"], found[name]["first"]
        seconds = [milliseconds(ours), f"{warm:.2f} s", f"{warm / ours:.0f} x", f"{first:.0f} s"]
        words = [" ".join(f"{each:.4f}" for each in part) for part in (mine, theirs)]
        lines.append([name, f"{len(rows):,}", *seconds, *words, f"{lost:.2f}"])
    return lines


def main() -> None:
    rows = [line for file in ("sample", "master") for line in compared(split(cdnow(file), CUT).calibration.history())]
    show("fits next to pymc-marketing's MAP, parameters in weeks", HEADER, rows)


if __name__ == "__main__":
    main()
