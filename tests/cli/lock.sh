#!/usr/bin/env bash
# One pass at a time.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

command -v flock >/dev/null || skip 'there is no flock(1) to hold the lock with'
declare_two
settle
sed -i '/first/d' table
cp table before

about 'while another pass is under way'
exec 9<state/lock
flock 9
for command in 'apply -f jobs.yaml' 'rollback 1 --yes'; do
    # shellcheck disable=SC2086
    run "$CRONMEND" $command --state-dir state --crontab-file table
    expect_status 1
    expect_err 'another pass is under way'
    expect_err "on $PWD/state (process "
    expect_err ' ago)'
    expect_err 'to see what it is: ps -o user,lstart,args -p '
    expect_same before table
done

about 'looking needs no lock'
cronmend diff -f jobs.yaml
expect_status 2
run "$CRONMEND" history --state-dir state
expect_status 0
run "$CRONMEND" incident list --state-dir state
expect_status 0
expect_equal 'incidents' 1 "$(incident_count)"

about 'free again as soon as it ends'
exec 9<&-
cronmend apply -f jobs.yaml
expect_status 0

about 'a crowd of passes: each does its work or says that it is busy, and one entry stays one'
rm table
pids=()
for i in $(seq 12); do
    "$CRONMEND" apply -f jobs.yaml --crontab-file table --state-dir state >"$SANDBOX/crowd.$i" \
        2>&1 </dev/null &
    pids+=($!)
done
done_well=0
for i in $(seq 12); do
    status=0
    wait "${pids[i - 1]}" || status=$?
    if [[ $status == 0 ]]; then
        done_well=$((done_well + 1))
    else
        expect_equal "exit status of pass $i" 1 "$status"
        expect_in "$SANDBOX/crowd.$i" 'another pass is under way'
    fi
done
((done_well > 0)) || fail 'expected one of them to do it'
cronmend apply -f jobs.yaml
expect_status 0
expect_count table /bin/first 1
expect_count table /bin/second 1
expect_equal 'incidents' 3 "$(incident_count)"
