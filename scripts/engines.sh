#!/usr/bin/env bash
# Asks ClickHouse's engine (chDB) and Spark the questions of analytics, in an environment of its own beside the default one.
# Takes a GB of disk and some minutes. With arguments it asks these engines only: scripts/engines.sh clickhouse
set -u
cd "$(dirname "$0")/.."
. scripts/apt.sh
home=.venv-engines
failed=0

# Runs one engine and says what came of it.
ask() {
    echo "$1:"
    PYTHONPATH=src:. PYSPARK_PYTHON="$home/bin/python" \
        PYSPARK_SUBMIT_ARGS="--conf spark.ui.enabled=false --conf spark.ui.showConsoleProgress=false --conf spark.sql.shuffle.partitions=2 pyspark-shell" \
        "$home/bin/python" scripts/engines.py "$1" || failed=1
}

has_java() { java -version >/dev/null 2>&1; }

make_environment() {
    [ -x "$home/bin/python" ] || "${PY:-python3}" -m venv "$home" || return 1
    "$home/bin/python" scripts/engines_wanted.py | "$home/bin/python" -m pip --disable-pip-version-check install --quiet -r /dev/stdin
}

echo "making $home ..."
if ! make_environment; then
    echo "the engines' libraries could not be installed: nothing was asked" >&2
    exit 1
fi
for engine in "${@:-duckdb clickhouse spark}"; do
    for name in $engine; do
        if [ "$name" = spark ] && ! has_java && can_install; then
            echo "installing Java ..." && install default-jre-headless >/dev/null
        fi
        if [ "$name" = spark ] && ! has_java; then
            echo "spark: NOT ASKED, for there is no Java. Debian, Ubuntu: sudo apt-get install default-jre-headless" >&2
            failed=1
        else
            ask "$name"
        fi
    done
done
exit $failed
