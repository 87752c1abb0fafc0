#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image; `autograder bundle` wrote it.
# It makes a virtual environment that the unprivileged users of the sandbox can read, and shuts the rest to them.
set -euo pipefail
umask 022

home=/autograder
source=$home/source
venv=$home/venv

# The first Python that is new enough; with wheels in the bundle, one that they are for.
find_python() {
    local name version
    for name in python3 python3.14 python3.13 python3.12 python3.11 python3.10; do
        version=$("$name" -I -c 'import sys; print("%d%d" % sys.version_info[:2]) if sys.version_info >= (3, 10) else 1' 2>/dev/null) || continue
        [ -n "$version" ] || continue
        if [ ! -e "$source/wheels/offline" ] || grep -qx "$version" "$source/wheels/offline"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

if ! python=$(find_python); then
    if [ -e "$source/wheels/offline" ]; then
        echo "setup.sh: no Python of this image is one that the bundle has wheels for ($(tr '\n' ' ' <"$source/wheels/offline"))." >&2
        echo "Make the bundle again with that version: autograder bundle --offline --python 3.12" >&2
        exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends python3 python3-venv >/dev/null
    python=$(find_python) || { echo "setup.sh: this image has no Python 3.10 or later; choose Ubuntu 22.04 or later." >&2; exit 1; }
fi
echo "setup.sh: $("$python" --version) at $python"

rm -rf "$venv"
if [ -e "$source/wheels/offline" ]; then
    # pip itself comes out of the bundle, so that neither the network nor the image's own pip is needed.
    "$python" -m venv --without-pip "$venv"
    "$venv/bin/python" -I "$(echo "$source"/wheels/pip-*.whl)/pip" install --quiet --no-compile --no-deps --no-index --no-cache-dir \
        --find-links "$source/wheels" --requirement "$source/requirements.txt" "$source"/wheels/autograder-*.whl
else
    if ! "$python" -m venv "$venv" 2>/dev/null; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends python3-venv >/dev/null
        "$python" -m venv "$venv"
    fi
    "$venv/bin/python" -m pip install --quiet --no-compile --disable-pip-version-check --no-deps --no-cache-dir \
        --requirement "$source/requirements.txt" "$source"/wheels/autograder-*.whl
    "$venv/bin/python" -m pip check
fi
# Compiled once here rather than for every submission; packages' own tests are never imported.
"$venv/bin/python" -I -m compileall -q -j 0 -x '[/]tests[/]' "$venv/lib" >/dev/null || true
# The assignment is parsed once, too; each submission then finds it beside its spec.
"$venv/bin/python" -I -c 'import sys; from autograder.spec import loader; loader.load(sys.argv[1])' "$source/grading" || true
rm -f "$source"/wheels/*.whl

# Answers and results for root alone; the interpreter and its packages for everybody.
chmod 0755 "$home"
chmod -R go+rX "$venv"
chmod -R go= "$source"

# Grading itself refuses a machine that cannot keep student code in; this says so while the image is built.
"$venv/bin/python" -I -m autograder doctor || echo "setup.sh: the lines above say what is missing." >&2
echo "setup.sh: done, release $(cat "$source/RELEASE")"
