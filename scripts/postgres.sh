#!/usr/bin/env bash
# Runs the suite but the journeys, what needs no database, and what has a SQLite of its own, on a PostgreSQL of its own, started for the run and removed after it.
set -u
cd "$(dirname "$0")/.."
. scripts/apt.sh

# The newest installed version, be it on the PATH or where Debian keeps it.
find_programs() {
    local found
    found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -x "$found/initdb" ] || found=$(dirname "$(command -v initdb 2>/dev/null)" 2>/dev/null)
    [ -x "$found/initdb" ] && echo "$found"
}

programs=$(find_programs)
if [ -z "$programs" ] && can_install; then
    echo "installing postgresql ..." >&2
    install postgresql && programs=$(find_programs)
fi
if [ -z "$programs" ]; then
    echo "PostgreSQL is missing. Debian, Ubuntu: sudo apt-get install postgresql" >&2
    exit 1
fi

home=$(mktemp -d)
# PostgreSQL refuses to run as root, so root lends it an ordinary user.
as_user=()
if [ "$(id -u)" = 0 ]; then
    as_user=(runuser -u nobody --)
    chown nobody "$home"
fi
server() { (cd "$home" && ${as_user[@]+"${as_user[@]}"} "$programs/pg_ctl" -D "$home/data" "$@"); }

clean_up() {
    trap - EXIT INT TERM
    [ -f "$home/data/postmaster.pid" ] && server stop -m immediate >/dev/null 2>&1
    rm -rf "$home"
}
trap clean_up EXIT
trap 'clean_up; exit 130' INT
trap 'clean_up; exit 143' TERM

port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
settings="-p $port -k $home -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
if ! (cd "$home" && ${as_user[@]+"${as_user[@]}"} "$programs/initdb" -D "$home/data" -U zhike -A trust -E UTF8 --locale=C.UTF-8) \
    >"$home.log" 2>&1 || ! server start -w -l "$home/log" -o "$settings" >>"$home.log" 2>&1; then
    cat "$home.log" "$home/log" 2>/dev/null >&2
    rm -f "$home.log"
    exit 1
fi
rm -f "$home.log"

# Not exec'd: the trap above has to run afterwards.
ZHIKE_DATABASE_URL="postgresql://zhike@127.0.0.1:$port/postgres" ZHIKE_TEST_MARKS="not journey and not own_database and not no_database" scripts/tests.sh "$@"
