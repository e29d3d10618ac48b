#!/usr/bin/env bash
# Runs in the server's container, as root: makes the key file on the first run, hands the secrets to mongod's own
# user, sets up replica set, roles and accounts beside the starting server, and becomes mongod.
set -eu
keyfile=/data/configdb/keyfile
if [ ! -s "$keyfile" ]; then
    (umask 077 && head -c 756 /dev/urandom | base64 -w 0 >"$keyfile.new")
    mv "$keyfile.new" "$keyfile"
fi
chown mongodb:mongodb "$keyfile" /data/db
chmod 400 "$keyfile"

# A secret belongs to whoever made it on the host; inside, only mongod's user needs it. This folder is in memory.
chown mongodb:mongodb /run/xuedang
chmod 700 /run/xuedang
install -m 400 -o mongodb -g mongodb /run/secrets/root-password /run/secrets/accounts /run/xuedang/

set_up() {
    local address='mongodb://127.0.0.1:27017/?directConnection=true&serverSelectionTimeoutMS=2000'
    # mongosh keeps its own logs in the home folder, which for this user is the data folder.
    local mongosh=(gosu mongodb env HOME=/run/xuedang mongosh)
    until "${mongosh[@]}" --quiet --norc "$address" --eval 'quit(0)' >/dev/null 2>&1; do sleep 1; done
    # Passwords are read from files by the script itself: nothing secret stands on a command line.
    if "${mongosh[@]}" --quiet --norc "$address" --file /opt/xuedang/init.js; then
        touch /run/xuedang/ready
    else
        echo 'xuedang: the set-up of accounts failed, see above; the server stays unhealthy' >&2
    fi
}
set_up &
exec gosu mongodb "$@"
