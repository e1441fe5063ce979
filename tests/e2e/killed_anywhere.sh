#!/usr/bin/env bash
# Law 7 at every call that changes something: a healing pass is killed where it makes the call, and
# so is the crontab that it started. The next pass ends the story.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
# shellcheck source=../support/dry_run.sh
source "$SOURCE/tests/support/dry_run.sh"
need_real_crontab
if can_be_private; then
    private_machine
else
    leave_out 'killing crontab, which leaves files in the spool: there is no mount name space here'
fi
can_trace || skip 'strace is not there, or may not trace'
export ASAN_OPTIONS=detect_leaks=0 # the leak sanitizer cannot work under strace
make_user
alice=$MADE
declare_backups "$alice"
printf '%s\n' '# mine' '15 5 * * * /bin/mine  # two  blanks' >mine
install_table "$alice" mine
pass -f backup.yaml
expect_status 0
spool_text "$alice" | sed '/^#cronmend: backup-midday/,+1d' >damaged
cp -a "$STATE" start

# MOST points are enough of a kind: of more calls, every so many are taken, first and last always.
MOST=${CRONMEND_KILL_POINTS:-60}
CHANGING=write,pwrite64,writev,pwritev,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir
CHANGING+=,mkdirat,ftruncate,fallocate,fsync,fdatasync,fchmod,fchmodat,chmod,fchown,chown,fchownat
CHANGING+=,utimensat,flock,openat,vfork,clone,clone3

start() {
    rm -rf "$STATE"
    cp -a start "$STATE"
    install_table "$alice" damaged
}
# Lines 'CALL N': it is the N-th of its kind. Of openat, only what makes a file.
points() { # TRACE
    sed -E 's/^[0-9]+ +//' "$1" | awk -F '(' '
        $1 ~ /^[a-z0-9]+$/ { n[$1]++ }
        $1 ~ /^[a-z0-9]+$/ && ($1 != "openat" || /O_CREAT/) { print $1, n[$1] }' >all
    local count step
    count=$(wc -l <all)
    step=$(((count + MOST - 1) / MOST))
    awk -v step="$step" -v count="$count" 'NR % step == 0 || NR == 1 || NR == count' all
}
expect_story_ended() {
    local id
    pass -f backup.yaml
    expect_status 0
    expect_backups "$SPOOL/$alice"
    expect_count "$SPOOL/$alice" '#cronmend: ' 3
    expect_same mine <(spool_text "$alice" | grep -v -e '^#cronmend' -e backup-run.sh)
    expect_equal 'incidents' 2 "$(incident_count)"
    run "$CRONMEND" history --state-dir "$STATE"
    refute_out pending
    for id in $(incident_ids); do
        run "$CRONMEND" incident show "$id" --state-dir "$STATE" --output markdown
        expect_in "$OUT" '**Status**: ✅ RESOLVED'
        expect_same "$STATE/incidents/$id.md" "$OUT"
    done
}

about 'a calm pass'
start
run strace -qq -o "$TRACE" -e trace="$CHANGING" "$CRONMEND" apply -f backup.yaml --state-dir "$STATE"
expect_status 0
expect_story_ended
points "$TRACE" >kills
(($(wc -l <kills) > 20)) || fail 'expected a pass to change more than that'
while read -r call n; do
    about "cronmend, killed at its call $n of $call"
    start
    run strace -qq -o /dev/null -e trace="$call" -e inject="$call:signal=KILL:when=$n" \
        "$CRONMEND" apply -f backup.yaml --state-dir "$STATE"
    # SQLite may need one call less, or more, by the time that it is.
    [[ $STATUS == 137 || $STATUS == 0 ]] || fail 'expected it to be killed, or done'
    expect_story_ended
done <kills

[[ -n ${PRIVATE_MACHINE:-} ]] || exit 0
about 'crontab, killed while it installs the table'
real=$(command -v crontab)
traced_crontab() { # ARGUMENTS OF STRACE…
    {
        echo '#!/bin/sh'
        echo "case \$3 in -) exec strace -qq $* $real \"\$@\" ;; *) exec $real \"\$@\" ;; esac"
    } >"$SANDBOX/crontab"
    chmod 755 "$SANDBOX/crontab"
}
start
traced_crontab -o "$TRACE" -e trace="$CHANGING"
run "$CRONMEND" apply -f backup.yaml --state-dir "$STATE" --crontab "$SANDBOX/crontab"
expect_status 0
points "$TRACE" >kills
grep -q '^rename' kills || fail 'expected crontab to rename its file'
while read -r call n; do
    about "crontab, killed at its call $n of $call"
    start
    traced_crontab -o /dev/null -e trace="$call" -e inject="$call:signal=KILL:when=$n"
    run "$CRONMEND" apply -f backup.yaml --state-dir "$STATE" --crontab "$SANDBOX/crontab"
    # Not taken, or taken and not told: 1 if the old table stands, 3 if not even that is certain.
    [[ $STATUS == [013] ]] || fail 'expected the pass to tell it'
    expect_story_ended
done <kills
