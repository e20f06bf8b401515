#!/usr/bin/env bash
# Runs the tests: most of them as many at a time as there are cores, then alone those that drive browsers and kill processes.
# With arguments it runs what these name, one after the other: scripts/tests.sh src/zhike/sales -k returns
set -eu
cd "$(dirname "$0")/.."
pytest() { .venv/bin/python -m pytest -m "$marks" "$@"; }

marks=${ZHIKE_TEST_MARKS:-}
if [ $# -gt 0 ]; then
    pytest "$@"
else
    pytest --numprocesses logical --dist loadfile --ignore tests/journeys --ignore tests/faults
    pytest tests/journeys tests/faults
fi
