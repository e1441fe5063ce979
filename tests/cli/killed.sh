#!/usr/bin/env bash
# Killed at any instant, the next pass ends the same story: nothing lost, nothing twice.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

has_fault_points || skip 'the program has no fault points'

killed() { # AFTER ARGUMENTS…
    local after=$1
    shift
    run env CRONMEND_KILL_AFTER="$after" "$CRONMEND" "$@" --state-dir state --crontab-file table
    [[ $STATUS == 137 || $STATUS == 0 ]] || fail 'expected it to be killed or done'
}
# Each job once, the foreign line once, no row pending, and as many incidents, all RESOLVED.
expect_story_ended() { # INCIDENTS
    local id
    expect_count table '/bin/first --go' 1
    expect_count table /bin/second 1
    expect_count table '#cronmend: ' 2
    expect_equal 'foreign lines' "$foreign" "$(grep -v -e cronmend -e /bin/first -e /bin/second table)"
    run "$CRONMEND" history --state-dir state
    refute_out pending
    expect_equal 'incidents' "$1" "$(incident_count)"
    for id in $(incident_ids); do
        expect_in "state/incidents/$id.md" '**Status**: ✅ RESOLVED'
        run "$CRONMEND" incident show "$id" --state-dir state
        expect_out RESOLVED
    done
    expect_equal 'reports' "$1" "$(find state/incidents -name '*.md' | wc -l)"
    expect_equal 'what is left over in the folder' '' "$(find . -name '*.tmp*' -o -name 'table?*')"
    run "$CRONMEND" diff -f jobs.yaml --state-dir state --crontab-file table
    expect_status 0
}
foreign=$'# theirs\n0 0 * * * /bin/foreign'

about 'what a report that was half written leaves goes with the next pass, and nothing else does'
declare_two
printf '%s\n' "$foreign" >table
killed 1 apply -f jobs.yaml
expect_status 137
mkdir -p state/incidents
touch state/incidents/.cronmend-AbC123.tmp state/incidents/.cronmend-notes.tmp state/.cronmend-AbC123.tmp
cronmend apply -f jobs.yaml
expect_status 0
refute_file state/incidents/.cronmend-AbC123.tmp
expect_file state/incidents/.cronmend-notes.tmp
expect_file state/.cronmend-AbC123.tmp

for n in 1 2 3 4 5 6 7; do
    about "the very first pass, killed after effect $n"
    rm -rf state
    declare_two
    printf '%s\n' "$foreign" >table
    killed $n apply -f jobs.yaml
    ((n > 5)) || expect_status 137
    ((n < 2)) || expect_count table /bin/first 1
    cronmend apply -f jobs.yaml
    expect_status 0
    expect_story_ended 1

    about "a repair, killed after effect $n"
    printf '%s\n' "$foreign" >table
    killed $n apply -f jobs.yaml
    ((n > 5)) || expect_status 137
    run "$CRONMEND" history --show 2 --state-dir state
    expect_equal 'the table as it was' "$foreign" "$(cat "$OUT")"
    cronmend apply -f jobs.yaml
    expect_status 0
    expect_story_ended 2

    about "a repair, killed again and again, up to effect $n"
    printf '%s\n' "$foreign" >table
    for again in 1 2 3 4 5 6 7; do
        ((again > n)) || killed $again apply -f jobs.yaml
    done
    cronmend apply -f jobs.yaml
    expect_status 0
    expect_story_ended 3

    about "a rollout, killed after effect $n"
    sed -i 's|/bin/first --go|/bin/first --go --on|' jobs.yaml
    killed $n apply -f jobs.yaml
    cronmend apply -f jobs.yaml
    expect_status 0
    expect_count table '/bin/first --go --on' 1
    expect_story_ended 3

    about "a rollback, killed after effect $n: done and held, or not done"
    cp table before
    killed $n rollback 1 --yes
    cronmend apply -f jobs.yaml
    if ((n < 2)); then
        expect_status 0
        expect_same before table
        expect_story_ended 3
    else
        expect_status 2
        expect_out 'held: rolled back'
        expect_equal 'the table' "$foreign" "$(cat table)"
        run "$CRONMEND" history --state-dir state
        refute_out pending
        cronmend apply -f jobs.yaml
        expect_status 2
        expect_equal 'the table' "$foreign" "$(cat table)"
        cronmend apply -f jobs.yaml --resume
        expect_status 0
        expect_count table /bin/first 1
        expect_count table /bin/second 1
    fi
done
