# Sourced by scripts/run and scripts/test, with $root set: makes sure that $root/.venv is what requirements.lock says.
# When nothing has changed this costs one small process; everything slow is in environment.py.

# Compiled modules are kept whatever the machine's habit is: without them each start takes half as long again.
unset PYTHONDONTWRITEBYTECODE

xuedang_stale() {
    local made_for='' po
    [ -x "$root/.venv/bin/python" ] || return 0
    # The stamp is written last: without it a set-up was interrupted. It names the folder, since an environment can't be moved.
    { read -r made_for <"$root/.venv/xuedang.stamp"; } 2>/dev/null || return 0
    [ "$made_for" = "$root" ] || return 0
    cmp -s "$root/requirements.lock" "$root/.venv/xuedang.lock" || return 0
    for po in "$root"/*/locale/*/LC_MESSAGES/*.po; do
        # Without any catalogue the pattern stands for itself and is no file.
        if [ -e "$po" ] && ! [ "${po%.po}.mo" -nt "$po" ]; then return 0; fi
    done
    return 1
}

xuedang_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return 0
        fi
    done
    return 1
}

if xuedang_stale; then
    if base_python=$(xuedang_python); then
        "$base_python" "$root/scripts/environment.py" || exit 3
    else
        cat >&2 <<'MESSAGE'
xuedang needs Python 3.11 or newer. On Debian or Ubuntu, install what is missing with this line and start again:
学档需要 Python 3.11 或更高版本。在 Debian 或 Ubuntu 上执行下面一行，然后重新启动：

    sudo apt-get install -y python3 python3-venv git libcurl4

MESSAGE
        exit 3
    fi
fi
