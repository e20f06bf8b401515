"""What a web process loads when it starts."""

import os
import subprocess
import sys
from pathlib import Path

HEAVY = ("numpy", "pandas", "scipy", "sklearn", "pyarrow", "polars", "duckdb", "ibis", "sqlglot", "openpyxl")
START = f"""
import sys
import zhike.config.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted(set({HEAVY}) & set(sys.modules)))
"""


def test_a_web_process_starts_without_numerics_and_readers_of_workbooks(tmp_path: Path) -> None:
    environment = {**os.environ, "ZHIKE_DATA_DIR": str(tmp_path), "PYTHONPATH": "src"}
    environment["DJANGO_SETTINGS_MODULE"] = "zhike.config.settings"
    done = subprocess.run([sys.executable, "-c", START], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [], "import it inside the job that needs it"
