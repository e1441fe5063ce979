#!/usr/bin/env bash
# diff, history and incident write nothing on a machine with a real crontab either: not in the
# spool, not in the state, not beside the declaration.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
# shellcheck source=../support/dry_run.sh
source "$SOURCE/tests/support/dry_run.sh"
need_real_crontab
# What others do to the machine's spool meanwhile is not this test's to see.
if can_be_private; then
    private_machine
else
    leave_out 'the spool as a whole: there can be no mount name space here'
fi
make_user
alice=$MADE
mkdir declared
declare_backups "$alice" declared/jobs.yaml

if can_trace; then
    dry() {
        trace "$CRONMEND" "$@" --state-dir "$STATE"
        [[ $1 != diff ]] || expect_no_writes
    }
else
    leave_out 'looking at the calls: strace is not there, or may not trace'
    dry() { run "$CRONMEND" "$@" --state-dir "$STATE"; }
fi
places() {
    if [[ -n ${PRIVATE_MACHINE:-} ]]; then
        listing_of "$SPOOL" declared "$STATE" .
    else
        listing_of declared "$STATE" .
        # There may be no table yet.
        { spool_text "$alice" 2>/dev/null || :; } | cksum
    fi
}
nothing_moves() { # STATUS-OF-DIFF
    local before command
    for command in diff 'diff --unified --foreign -v' 'diff --output json'; do
        about "$CASE_OF: $command"
        before=$(places)
        # shellcheck disable=SC2086
        dry $command -f declared
        expect_status "$1"
        expect_equal 'what stands there' "$before" "$(places)"
    done
    for command in history 'incident list' 'incident list --output json'; do
        about "$CASE_OF: $command"
        before=$(places)
        # shellcheck disable=SC2086
        dry $command
        expect_status 0
        expect_equal 'what stands there' "$before" "$(places)"
    done
}

CASE_OF='no table, no state'
nothing_moves 2
refute_file "$STATE"
CASE_OF='in sync'
pass -f declared
expect_status 0
nothing_moves 0
CASE_OF='wiped'
crontab -u "$alice" -r
nothing_moves 2
CASE_OF='emptied'
: | install_table "$alice"
nothing_moves 2
CASE_OF='bytes that crontab -l does not show as they are'
printf '%b' '1 1 * * * /bin/mine \\\\r \r\n# \b\n' | install_table "$alice"
nothing_moves 2

CASE_OF='by the owner'
chmod -R a+rX declared
about "$CASE_OF"
before=$(places)
run as_user "$alice" "$CRONMEND" diff -f "$PWD/declared"
expect_status 2
expect_equal 'what stands there' "$before" "$(places)"
refute_file "$(home_of "$alice")/.local"
