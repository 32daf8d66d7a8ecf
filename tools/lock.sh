#!/bin/sh
# Makes the lock files again: hashes, every platform, no address in them.
set -eu
cd "$(dirname "$0")/.."
VENV="${VENV:-.venv}"
export UV_PYTHON_DOWNLOADS=never
compile() {
    target="$1"
    shift
    "$VENV/bin/python" -m uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links --no-config --python-version 3.11 ${UPGRADE:+--upgrade} \
        --output-file "$target" "$@"
    if grep -q '://' "$target"; then
        echo "$target holds an address." >&2
        exit 1
    fi
}
compile requirements.lock pyproject.toml --extra dev --extra test --extra e2e --extra s3
compile requirements-prod.lock pyproject.toml --extra s3 --constraint requirements.lock
"$VENV/bin/python" -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["audit"], sep="\n")' |
    compile requirements-audit.lock -
