#!/bin/sh
# Runs the real cron daemon over a made-up stretch of time, away from this machine: in mount and
# process namespaces of its own, with nothing but one table of root's, on a clock of its own.
#
#   cron_daemon.sh FOLDER CLOCK ZONE BEGIN END
#
# FOLDER holds the file `table`, perhaps a folder `cron.d` with system tables too, and gets the file
# `log`; CLOCK is the library of cron_clock.cpp; BEGIN and END are seconds since 1970. Exit status 77 if this process may not make namespaces.
set -eu

if [ "${CRON_DAEMON_INSIDE:-}" = "" ]; then
    unshare --mount --pid --fork true 2>/dev/null || exit 77
    CRON_DAEMON_INSIDE=yes exec unshare --mount --pid --fork --kill-child "$0" "$@"
fi

folder=$1
mount -t tmpfs -o mode=0755 none /var/spool/cron
mkdir -m 1730 /var/spool/cron/crontabs
install -m 600 "$folder/table" /var/spool/cron/crontabs/root
mkdir -p /etc/cron.d
mount -t tmpfs -o mode=0755 none /etc/cron.d
if [ -d "$folder/cron.d" ]; then
    cp -p "$folder"/cron.d/* /etc/cron.d/
fi
if [ -e /etc/crontab ]; then
    : >"$folder/empty"
    chmod 644 "$folder/empty"
    mount --bind "$folder/empty" /etc/crontab
fi
mount -t tmpfs -o mode=0755 none /run
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin TZ="$3" LD_PRELOAD="$2" CRON_CLOCK_BEGIN="$4" \
    CRON_CLOCK_END="$5" CRON_CLOCK_LOG="$folder/log" /usr/sbin/cron -f
