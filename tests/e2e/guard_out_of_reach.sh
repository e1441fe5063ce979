#!/usr/bin/env bash
# A guard that the table's user could not start is refused before anything is written.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
need_real_crontab
make_user
alice=$MADE
export TZ=UTC
declare_zoned() { # ZONE
    printf 'version: 1\ntimezone: %s\ndefaults: {user: %s}\njobs:\n  x: {schedule: "0 3 * * *", command: /bin/x}\n' \
        "$1" "$alice" >zoned.yaml
}
guarded_pass() { run "$1" "${@:2}" -f zoned.yaml --cron debian --state-dir state; }
refused() { # WORDS
    local command
    for command in diff apply; do
        guarded_pass "$program" "$command" --config settings.yaml
        expect_status 1
        expect_err "job x needs a guard for its time zone (Europe/Berlin), which cannot be started: $1"
        expect_err "install cronmend where $alice can execute it"
        refute_file "$SPOOL/$alice"
    done
}

: >settings.yaml
mkdir -m 755 priv
cp "$CRONMEND" priv/cronmend
program=$PWD/priv/cronmend
declare_zoned Europe/Berlin

about 'a folder on the way that the user cannot pass'
chmod 700 priv
refused "$alice cannot pass $PWD/priv (owner root, mode 0700)"

about 'the folder of the group'
chmod 750 priv
refused "$alice cannot pass $PWD/priv (owner root, mode 0750)"

about 'the program itself'
chmod 755 priv
chmod 700 priv/cronmend
refused "$alice cannot execute $PWD/priv/cronmend (owner root, mode 0700)"

about 'a link that leads out of reach'
chmod 755 priv/cronmend
mkdir -m 755 open
mkdir -m 700 shut
cp "$CRONMEND" shut/cronmend
ln -s ../shut/cronmend open/cronmend
printf 'guard: %s\n' "$PWD/open/cronmend" >settings.yaml
refused "$alice cannot pass $PWD/shut (owner root, mode 0700)"

about 'one that does not exist'
printf 'guard: %s\n' "$PWD/open/none" >settings.yaml
refused "$PWD/open/none: it does not exist"

about 'times that take no guard need none'
declare_zoned Asia/Tokyo
guarded_pass "$program" apply --config settings.yaml
expect_status 0

about 'one that he can start'
declare_zoned Europe/Berlin
: >settings.yaml
guarded_pass "$program" apply
expect_status 0
expect_count "$SPOOL/$alice" "$program at " 2

about 'no longer: the table is not called as declared'
chmod 700 priv
guarded_pass "$program" diff
expect_status 1
expect_err "$alice cannot pass $PWD/priv"
