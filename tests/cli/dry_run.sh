#!/usr/bin/env bash
# diff, history and incident write nothing at all: by their calls, where they can be traced, and by
# what stands there before and after.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/fake_crontab.sh
source "$SOURCE/tests/support/fake_crontab.sh"
# shellcheck source=../support/dry_run.sh
source "$SOURCE/tests/support/dry_run.sh"

mkdir declared tables
declare_two declared/jobs.yaml
printf '# theirs\n0 0 * * * /bin/foreign\n' >tables/table

traced() { run "$@"; }
seen() { :; }
if can_trace; then
    traced() { trace "$@"; }
    seen() { expect_no_writes; }
else
    leave_out 'looking at the calls: strace is not there, or may not trace'
fi

# By NAME, expecting the exit STATUS of diff, nothing moves.
nothing_moves() { # NAME STATUS
    local before command
    for command in diff 'diff --unified --foreign -v' 'diff --output json'; do
        about "cronmend $command, $1"
        before=$(listing_of declared tables state .)
        # shellcheck disable=SC2086
        traced "$CRONMEND" $command -f declared/jobs.yaml --crontab-file tables/table \
            --state-dir state
        expect_status "$2"
        seen
        expect_equal 'what stands there' "$before" "$(listing_of declared tables state .)"
    done
    for command in history 'incident list'; do
        about "cronmend $command, $1"
        before=$(listing_of declared tables state .)
        # shellcheck disable=SC2086
        run "$CRONMEND" $command --state-dir state
        expect_status 0
        expect_equal 'what stands there' "$before" "$(listing_of declared tables state .)"
    done
}

nothing_moves 'without a state folder' 2
refute_file state

pass() {
    run "$CRONMEND" apply -f declared/jobs.yaml --crontab-file tables/table --state-dir state
    expect_status 0
}
pass
mv tables/table kept
nothing_moves 'after a pass, the table gone' 2
mv kept tables/table
nothing_moves 'after a pass' 0

about 'a declaration that the store does not remember'
printf '# a comment\n' >>declared/jobs.yaml
nothing_moves 'after the declaration was touched' 0

if has_fault_points; then
    for after in 1 2 4; do
        sed -i '/first/d' tables/table
        run env CRONMEND_KILL_AFTER=$after "$CRONMEND" apply -f declared/jobs.yaml \
            --crontab-file tables/table --state-dir state
        expect_status 137
        expect_file state/cronmend.db-wal
        wanted=2
        ((after < 2)) || wanted=0
        nothing_moves "after a pass that was killed at effect $after" $wanted
        pass
    done
else
    leave_out 'killed passes: the program has no fault points'
fi

about 'through a crontab program: it is only asked for its listing'
make_crontab "$PWD/crontab"
printf '0 0 * * * /bin/foreign\n' >"crontab.$(id -un)"
before=$(listing_of "crontab.$(id -un)" declared)
run "$CRONMEND" diff -f declared --crontab "$PWD/crontab" --state-dir other-state
expect_status 2
expect_equal 'what stands there' "$before" "$(listing_of "crontab.$(id -un)" declared)"
expect_equal 'calls other than -l' 0 "$(grep -vc -e '-l$' crontab.log || true)"
refute_file other-state

about 'on read-only folders, as far as the user is bound by them'
chmod -R a-w declared tables state
nothing_moves 'read-only' 0
chmod -R u+w declared tables state
