# Settings that every script here shares; sourced, never run.
#
# What can always be rebuilt (Odoo itself, the virtual environment, node
# tools) lives in the user's cache folder, keyed by version, so that clones
# share it. What belongs to this clone (its database cluster, its filestore)
# lives in the ignored folder .local.

ZRM_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
ZRM_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/zrm"
ZRM_LOCAL="$ZRM_ROOT/.local"
ZRM_PYTHON="${ZRM_PYTHON:-python3}"

# The Debian release whose build of Odoo 19 we unpack.
ZRM_ODOO_PACKAGE="odoo-19"
ZRM_ODOO_VERSION="19.0.0+dfsg-1"

mkdir -p "$ZRM_CACHE" "$ZRM_LOCAL"

say() { printf '\033[1;34m::\033[0m %s\n' "$*" >&2; }

# die MESSAGE [ADVICE...]: one line of what went wrong, then what to do next.
die() {
    printf '\033[1;31mStopped:\033[0m %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '  → %s\n' "$line" >&2; done
    exit 1
}

# alone NAME ARGUMENTS-OF-THE-SCRIPT...: from here on the script runs once at a
# time in this clone; a second one waits. What it starts does not hold the lock,
# so a server that it leaves running does not keep others out.
alone() {
    local mark="ZRM_HOLDS_$1"
    [[ "${!mark:-}" == "$ZRM_LOCAL" ]] && return
    export "$mark=$ZRM_LOCAL"
    exec flock --close "$ZRM_LOCAL/$1.lock" "$0" "${@:2}"
}

# quietly TITLE COMMAND...: shows the title while the command runs and its
# output only if it fails.
quietly() {
    local title="$1" log started=$SECONDS
    shift
    log="$(mktemp)"
    say "$title …"
    if "$@" >"$log" 2>&1; then
        say "$title: done in $((SECONDS - started)) s"
        rm -f "$log"
    else
        tail -n 40 "$log" >&2
        rm -f "$log"
        return 1
    fi
}

# short_hash FILE...: twelve characters that change when the files change.
short_hash() { cat "$@" | sha256sum | cut -c1-12; }
