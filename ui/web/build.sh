#!/bin/sh
# What Maven calls: finds Node.js, or says in one sentence what is missing. The work is in build.mjs.
set -eu
cd "$(dirname "$0")"
if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    echo "The web page is built with npm, and there is none on the PATH: install Node.js 20.19 or newer with npm." >&2
    exit 1
fi
exec node build.mjs "$@"
