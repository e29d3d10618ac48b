#!/usr/bin/env bash
# Whether this member is set up and takes part: it takes writes, or follows the one that does.
set -eu
test -e /run/xuedang/ready
mongosh --quiet --norc "$(cat /run/xuedang/address)" --eval \
    'const seen = db.hello(); quit(seen.isWritablePrimary || seen.secondary ? 0 : 1)'
