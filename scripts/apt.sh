# Sourced by the scripts beside it: installs Debian packages when that is possible at all.

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# Mirrors fail now and then: three attempts, the log shown only when all failed.
install() {
    local log attempt
    log=$(mktemp)
    for attempt in 1 2 3; do
        if apt-get update -qq >"$log" 2>&1 &&
            DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >>"$log" 2>&1; then
            rm -f "$log"
            return 0
        fi
        sleep $((attempt * 3))
    done
    tail -n 20 "$log" >&2
    rm -f "$log"
    return 1
}
