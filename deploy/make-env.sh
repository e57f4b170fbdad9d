#!/bin/sh
# Makes the passwords of this installation and writes them into `.env`, which `docker compose` reads and which belongs to
# nobody else: neither to the repository nor to an image. What is there already stays, so it may be run again.
#
#   deploy/make-env.sh           writes .env at the top of the repository
#   deploy/make-env.sh FILE      writes another file
set -eu
file=${1:-$(dirname "$0")/../.env}

# Letters and digits only: they stand in URLs and settings as they are.
password() {
    head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'
}

umask 077
touch "$file"
chmod 600 "$file"
# What somebody wrote by hand may end without a line end.
if [ -s "$file" ] && [ -n "$(tail -c 1 "$file")" ]; then echo >>"$file"; fi
for name in KAFKA_PASSWORD POSTGRES_PASSWORD; do
    if grep -q "^$name=." "$file"; then
        echo "$name stays as it is"
    else
        echo "$name=$(password)" >>"$file"
        echo "$name is new"
    fi
done
