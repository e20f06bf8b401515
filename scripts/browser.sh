#!/usr/bin/env bash
# Sees to it that the journeys have a Chromium and Chinese glyphs; installs both when it is root on Debian.
set -u
. "$(dirname "$0")/apt.sh"

has_browser() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }
has_fonts() { [ "$(uname)" = Darwin ] || [ -n "$(fc-list :lang=zh 2>/dev/null)" ]; }

missing=()
has_browser || missing+=(chromium)
has_fonts || missing+=(fontconfig fonts-noto-cjk)
[ ${#missing[@]} -eq 0 ] && exit 0

if can_install; then
    echo "installing ${missing[*]} for the browser tests ..." >&2
    install "${missing[@]}" && has_browser && has_fonts && exit 0
fi
cat >&2 <<END
The browser tests cannot run: ${missing[*]} missing.
  Debian, Ubuntu:  sudo apt-get install chromium fonts-noto-cjk
  other systems:   install Chromium or Chrome, on the PATH, and any Chinese font
  without them:    .venv/bin/pytest -m "not journey"
END
exit 1
