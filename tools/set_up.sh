#!/bin/sh
# Picks the Python that runs set_up.py: the one given, else the one of the environment that is there
# already, else the first on PATH that is new enough. Knows nothing of what set-up does.
cd "$(dirname "$0")/.." || exit 1

new_enough() { "$1" -E -S -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
starts() { "$1" -E -S -c '' >/dev/null 2>&1; }

say_no_python() {
    echo "Set-up stopped: $1" >&2
    echo "  Do this: install Python 3.11 or newer (Debian, Ubuntu: apt-get install python3 python3-venv;" >&2
    echo "  macOS: brew install python) and run make again, or name yours: make setup PYTHON=/path/to/python3" >&2
    exit 1
}

if [ -n "$1" ]; then
    starts "$1" || say_no_python "no Python starts as '$1'."
    exec "$1" -E tools/set_up.py
fi

if new_enough .venv/bin/python; then
    exec .venv/bin/python -E -S tools/set_up.py
fi

too_old=
for name in python3.13 python3.12 python3.11 python3 python; do
    if new_enough "$name"; then
        exec "$name" -E tools/set_up.py
    elif [ -z "$too_old" ] && starts "$name"; then
        too_old=$name
    fi
done

[ -n "$too_old" ] || say_no_python "no Python found on PATH (python3.13, 3.12, 3.11, python3 and python were tried)."
exec "$too_old" tools/set_up.py
