#!/usr/bin/env bash
# Law 7 on the real crontab: killed after any effect, the next pass ends the same story.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
need_real_crontab
has_fault_points || skip 'the program has no fault points'
make_user
alice=$MADE
declare_backups "$alice"
printf '%s\n' '# mine' '15 5 * * * /bin/mine  # two  blanks' >mine

# Every effect of a pass, by its name in the program: a new one is killed after as well.
mapfile -t effects < <(sed -n 's/^enum class Effect {\(.*\)};$/\1/p' \
    "$SOURCE/include/cronmend/reconcile/pass.hpp" | tr -d ' ' | tr , '\n')
((${#effects[@]} > 4)) || fail 'expected to find the effects of a pass'

killed() { # AFTER ARGUMENTS…
    local after=$1
    shift
    run env CRONMEND_KILL_AFTER="$after" "$CRONMEND" "$@" --state-dir "$STATE"
}
expect_story_ended() { # INCIDENTS
    local id
    expect_backups "$SPOOL/$alice"
    expect_count "$SPOOL/$alice" '#cronmend: ' 3
    expect_same mine <(spool_text "$alice" | grep -v -e '^#cronmend' -e backup-run.sh)
    run "$CRONMEND" history --state-dir "$STATE"
    refute_out pending
    expect_equal 'incidents' "$1" "$(incident_count)"
    expect_equal 'reports' "$1" "$(find "$STATE/incidents" -type f | wc -l)"
    for id in $(incident_ids); do
        expect_in "$STATE/incidents/$id.md" '**Status**: ✅ RESOLVED'
        expect_in "$STATE/incidents/$id.md" '## Lessons Learned'
        run "$CRONMEND" incident show "$id" --state-dir "$STATE" --output markdown
        expect_same "$STATE/incidents/$id.md" "$OUT"
    done
    look -f backup.yaml
    expect_status 0
}

for ((n = 1; n <= ${#effects[@]}; n++)); do
    effect=${effects[n - 1]}
    rm -rf "$STATE"
    install_table "$alice" mine

    about "the very first pass, killed after: $effect"
    killed "$n" apply -f backup.yaml
    expect_status 137
    [[ $effect != recorded ]] || expect_same mine <(spool_text "$alice")
    [[ $effect != written ]] || expect_backups "$SPOOL/$alice"
    expect_equal 'incidents on record' 1 "$(incident_count)"
    pass -f backup.yaml
    expect_status 0
    expect_story_ended 1

    about "a wiped table, killed after: $effect"
    as_user "$alice" crontab -r
    killed "$n" apply -f backup.yaml
    expect_status 137
    pass -f backup.yaml
    expect_status 0
    install_table "$alice" <(cat mine && spool_text "$alice")
    expect_story_ended 2

    about "one entry lost, killed again and again: $effect"
    spool_text "$alice" | sed '/backup-midday/,+1d' >less
    install_table "$alice" less
    for ((again = 1; again <= n; again++)); do
        killed "$again" apply -f backup.yaml
    done
    pass -f backup.yaml
    expect_status 0
    expect_story_ended 3

    about "a rollback, killed after: $effect"
    spool_text "$alice" >before
    killed "$n" rollback 1 --yes
    pass -f backup.yaml
    if [[ $effect == recorded ]]; then
        expect_status 0
        expect_story_ended 3
    else
        expect_status 2
        expect_out 'held: rolled back'
        expect_same mine <(spool_text "$alice")
        run "$CRONMEND" history --state-dir "$STATE"
        refute_out pending
    fi
done
