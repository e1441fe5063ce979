#!/usr/bin/env bash
# Two cronmends on one table: root's, and that of the user. Neither takes the other's entries for
# its own: nothing is changed, relabelled or removed in turns, and each tells of the other's.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
need_real_crontab
make_user
alice=$MADE
chmod 755 "$SANDBOX"
home=$(home_of "$alice")
as_user "$alice" mkdir -p "$home/.config/cronmend/schedules"
mkdir roots
table=$SPOOL/$alice

by_alice() { run as_user "$alice" "$CRONMEND" "$@"; }
by_root() { run "$CRONMEND" "$@" -f roots --state-dir root-state; }
declare_for_alice() { declare_one jobs.yaml "$@" && as_user "$alice" cp "$PWD/jobs.yaml" "$home/.config/cronmend/schedules/jobs.yaml"; }

# Each twice in turn: what one leaves, the other leaves.
take_turns() {
    cp "$table" before
    for _ in 1 2; do
        by_root apply
        expect_status "$1"
        expect_equal 'the table, after root' "$(cat before)" "$(cat "$table")"
        by_alice apply
        expect_status "$2"
        expect_equal 'the table, after the user' "$(cat before)" "$(cat "$table")"
    done
}

about 'jobs of their own: each keeps its own, and tells of the other'"'"'s'
declare_one roots/a.yaml archive '0 2 * * *' /bin/true "user: $alice" 'environment: {MAILTO: root@example.org}'
declare_for_alice mail '30 2 * * *' /bin/false
by_root apply
expect_status 0
by_alice apply
expect_status 2
expect_out 'archive'
expect_out 'not on record here'
take_turns 2 2
by_alice diff
expect_out '0 2 * * * /bin/true'

about 'the entry of one is lost: it is put back by the one that keeps it'
sed -i '/mail/,+1d' "$table" 2>/dev/null || fail 'the table could not be edited'
by_root apply
refute_in "$table" /bin/false
by_alice apply
expect_in "$table" /bin/false
expect_in "$table" /bin/true
take_turns 2 2

about 'one entry, declared in both under two names: it runs once, and is not relabelled'
as_user "$alice" crontab -r
rm -rf root-state "$home/.local"
by_root apply
declare_for_alice mine '0 2 * * *' /bin/true
by_alice diff
expect_status 2
expect_out 'it carries the marker of job archive, which is not on record here: left alone'
take_turns 0 2
expect_count "$table" /bin/true 1

about 'one name for two entries: told, and neither is put in the place of the other'
declare_for_alice archive '15 5 * * *' /bin/false
by_alice diff
expect_status 2
expect_out 'give the job another id here or there'
take_turns 0 2
expect_in "$table" /bin/true
refute_in "$table" /bin/false

about 'a job that is to be kept out is not the one of the same name'
declare_for_alice archive '0 2 * * *' /bin/true 'enabled: false'
take_turns 0 2
