#!/usr/bin/env bash
# Runs in a member's container, as root: makes the key file on the first run, hands the secrets to mongod's own user,
# sets up replica set, roles and accounts beside the starting server (the first member does), and becomes mongod.
set -eu
keyfile=/data/configdb/keyfile
if [ ! -s "$keyfile" ]; then
    # Three members share it and may start at one moment: whose link comes first has made it.
    (umask 077 && head -c 756 /dev/urandom | base64 -w 0 >"$keyfile.$XUEDANG_PORT")
    ln "$keyfile.$XUEDANG_PORT" "$keyfile" 2>/dev/null || true
    rm "$keyfile.$XUEDANG_PORT"
fi
chown mongodb:mongodb "$keyfile" /data/db
chmod 400 "$keyfile"

# A secret belongs to whoever made it on the host; inside, only mongod's user needs it. This folder is in memory.
chown mongodb:mongodb /run/xuedang
chmod 700 /run/xuedang
address="mongodb://127.0.0.1:$XUEDANG_PORT/?directConnection=true&serverSelectionTimeoutMS=2000"
options=(--port "$XUEDANG_PORT")
if [ "$XUEDANG_TLS" = on ]; then
    install -m 400 -o mongodb -g mongodb /run/tls/server.pem /run/tls/ca.pem /run/xuedang/
    options+=(--tlsMode requireTLS --tlsCertificateKeyFile /run/xuedang/server.pem --tlsCAFile /run/xuedang/ca.pem)
    options+=(--tlsAllowConnectionsWithoutCertificates)
    address+='&tls=true&tlsCAFile=/run/xuedang/ca.pem'
fi
printf '%s' "$address" >/run/xuedang/address
chown mongodb:mongodb /run/xuedang/address

set_up() {
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
if [ -d /run/secrets ]; then
    install -m 400 -o mongodb -g mongodb /run/secrets/root-password /run/secrets/accounts /run/xuedang/
    set_up &
else
    touch /run/xuedang/ready
fi
exec gosu mongodb "$@" "${options[@]}"
