#!/usr/bin/env bash
# Runs every check that needs no test run, two at a time, and prints what each says only when it fails.
set -u
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
export ZHIKE_DATA_DIR="$logs/data"  # the type checker loads the settings, which must not make a key in the user's own
SECONDS=0

templates() {
    find src/zhike tests -name '*.html' -print -quit | grep -q . || return 0
    djlint src/zhike tests --lint --quiet
}

# $1 names the check, the rest runs it.
check() {
    local name=$1 start=$SECONDS
    shift
    if "$@" >"$logs/$name" 2>&1; then
        echo "  ok      $name ($((SECONDS - start)) s)"
    else
        echo "  FAILED  $name ($((SECONDS - start)) s)"
        touch "$logs/failed.$name"
    fi
}

quick() {
    check lint ruff check
    check format ruff format --check
    check layers lint-imports
    check messages python scripts/messages.py check
    check templates templates
}

quick &
check types mypy
wait

for mark in "$logs"/failed.*; do
    [ -e "$mark" ] || { echo "all checks passed in $SECONDS s"; exit 0; }
    printf '\n== %s\n' "${mark##*/failed.}"
    cat "$logs/${mark##*/failed.}"
done
printf '\nchecks failed, after %s s\n' "$SECONDS"
exit 1
