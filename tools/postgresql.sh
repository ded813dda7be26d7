#!/usr/bin/env bash
# Run a command with a PostgreSQL server of its own: made in a temporary folder, ended afterwards.
# usage: tools/postgresql.sh COMMAND…   (the command finds it in TREMPLIN_TEST_POSTGRESQL)
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || true)" 2>/dev/null || true)
[ -x "$bin/initdb" ] || { echo "PostgreSQL's server programs are missing (on Debian: apt-get install postgresql)"; exit 1; }
folder=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then  # PostgreSQL refuses to run as root
  id postgres >/dev/null 2>&1 || useradd --system postgres
  chown postgres "$folder"
  as() { (cd / && setpriv --reuid=postgres --regid="$(id -g postgres)" --clear-groups "$@"); }
fi
end() { as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap end EXIT
as "$bin/initdb" -D "$folder/data" -U tremplin --auth=trust --encoding=UTF8 --locale=C >/dev/null
as "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off -c synchronous_commit=off -c max_connections=200" start >/dev/null
export TREMPLIN_TEST_POSTGRESQL="postgresql+asyncpg://tremplin@127.0.0.1:$port/postgres"
"$@"
