"""Print what the environment of scripts/engines.sh needs: our own versions, and the two engines that are big."""

import tomllib
from pathlib import Path

OURS = ("duckdb", "ibis-framework", "numpy", "packaging", "pyarrow", "scipy")
ENGINES = ("chdb==4.4.0", "pyspark==4.0.5", "pandas")  # pandas is asked for by Ibis on Spark

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
print(*[each for each in project["dependencies"] if each.startswith(OURS)], *ENGINES, sep="\n")
