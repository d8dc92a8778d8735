#!/bin/sh
# Backups of the database and of the files that belong to it.
#
#   backup.sh now        one backup
#   backup.sh nightly    one every day at BACKUP_AT (hh:mm, UTC), for ever
#   backup.sh check      fails unless the newest is younger than 26 hours
#
# Each backup is a folder BACKUP_DIR/DATABASE-DATE with database.dump and
# filestore.tar.gz. Folders appear only when they are whole; the newest
# BACKUP_KEEP of them stay. To restore one, with Odoo stopped:
#
#   createdb --template=template0 --encoding=UTF8 zrm
#   pg_restore --no-owner --exit-on-error --dbname=zrm database.dump
#   tar -xzf filestore.tar.gz -C /var/lib/odoo/filestore
#
# (the tar holds one folder named after the database).
set -eu

: "${PGDATABASE:?the name of the database}"
: "${BACKUP_DIR:=/backups}"
: "${BACKUP_AT:=02:30}"
: "${BACKUP_KEEP:=14}"
: "${FILESTORE:=/var/lib/odoo/filestore}"
# Whole citizens' files: for the owner's eyes only.
umask 077

say() { echo "$(date -u +%FT%TZ) backup: $*"; }

backups() { find "$BACKUP_DIR" -mindepth 1 -maxdepth 1 -type d -name "$PGDATABASE-[0-9]*" | sort; }

now() {
    target="$BACKUP_DIR/$PGDATABASE-$(date -u +%Y%m%d-%H%M%S)"
    unfinished="$BACKUP_DIR/.unfinished-$PGDATABASE"
    rm -rf "$unfinished"
    mkdir -p "$unfinished" || return 1
    # First the database: files are never changed, only added, and removed
    # some time after the last mention of them, so all that it mentions is there.
    pg_dump --format=custom --file="$unfinished/database.dump" &&
        pg_restore --list "$unfinished/database.dump" >/dev/null || return 1
    if [ -d "$FILESTORE/$PGDATABASE" ]; then
        # 1: a file was added while it was read, which does no harm.
        tar -czf "$unfinished/filestore.tar.gz" -C "$FILESTORE" "$PGDATABASE" || [ $? -eq 1 ] || return 1
    fi
    mv "$unfinished" "$target" || return 1
    say "$target, $(du -sh "$target" | cut -f1)"
    backups | head -n "-$BACKUP_KEEP" | while read -r old; do
        rm -rf "$old"
        say "removed $old"
    done
}

# Seconds until BACKUP_AT comes next.
pause() {
    wait=$(($(date -u -d "$BACKUP_AT" +%s) - $(date -u +%s)))
    [ "$wait" -gt 0 ] || wait=$((wait + 86400))
    echo "$wait"
}

case "${1:-}" in
now) now || { say "FAILED" >&2 && exit 1; } ;;
nightly)
    trap 'kill $! 2>/dev/null; exit 0' TERM INT
    pause >/dev/null # a wrong BACKUP_AT is better known today
    # In the background, as the shell hears no signals while it waits in front.
    while :; do
        sleep "$(pause)" &
        wait $!
        now || say "FAILED; the next try is tomorrow" >&2
    done
    ;;
check)
    newest="$(backups | tail -n 1)"
    [ -n "$newest" ] && [ -n "$(find "$newest" -maxdepth 0 -mmin -1560)" ] || {
        say "no backup of the last 26 hours" >&2
        exit 1
    }
    ;;
*)
    echo "backup.sh now | nightly | check" >&2
    exit 2
    ;;
esac
