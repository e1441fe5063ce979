#!/usr/bin/env bash
# The state folder: made for its owner alone, and told clearly when it cannot be used.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

declare_two

about 'not made by a pass that has no declaration to go by'
printf 'version: 1\njobs: {a: {schedule: "61 * * * *", command: x}}\n' >wrong.yaml
for name in nosuch.yaml wrong.yaml; do
    run "$CRONMEND" apply -f $name --crontab-file table --state-dir none
    expect_status 1
    refute_file none
done

about 'made by the first pass, with what leads to it'
run "$CRONMEND" apply -f jobs.yaml --crontab-file table --state-dir deep/er/state
expect_status 0
expect_equal 'mode' 700 "$(stat -c %a deep/er/state)"
expect_equal 'modes of its files' 600 "$(find deep/er/state -type f -printf '%m\n' | sort -u)"
rm -r deep table

about 'in the way: a file'
: >file
for command in 'apply -f jobs.yaml --crontab-file table' 'rollback 1 --yes'; do
    # shellcheck disable=SC2086
    run "$CRONMEND" $command --state-dir file/state
    expect_status 1
    expect_err file
    refute_file table
done
run "$CRONMEND" apply -f jobs.yaml --crontab-file table --state-dir file
expect_status 1
refute_file table

about 'a database that is none'
mkdir -m 700 broken
printf 'this is no database, but it is long enough to be looked at: %0200d\n' 0 >broken/cronmend.db
cp broken/cronmend.db kept
for command in diff apply; do
    run "$CRONMEND" $command -f jobs.yaml --crontab-file table --state-dir broken
    expect_status 1
    expect_err broken/cronmend.db
    refute_file table
    expect_same kept broken/cronmend.db
done

about 'a database of a cronmend to come'
if command -v sqlite3 >/dev/null; then
    settle
    rm table
    sqlite3 state/cronmend.db 'PRAGMA user_version = 9999'
    for command in diff apply; do
        cronmend $command -f jobs.yaml
        expect_status 1
        expect_err cronmend.db
        refute_file table
    done
    rm -r state
fi

if [ "$(id -u)" != 0 ]; then
    about 'why a report cannot be written comes with its mend'
    settle
    rm table
    chmod 0500 state/incidents
    cronmend apply -f jobs.yaml
    expect_status 0
    expect_err 'a report of an incident could not be written'
    expect_err 'have the owner allow it'
    chmod 0700 state/incidents
fi

about 'a report that cannot be written keeps no repair from being made, and comes later'
settle
rm -r state/incidents table
: >state/incidents
cronmend apply -f jobs.yaml
expect_status 0
expect_count table /bin/first 1
expect_err 'a report of an incident could not be written'
expect_err 'the next pass tries again'
rm state/incidents
cronmend apply -f jobs.yaml
expect_status 0
for id in $(incident_ids | head -n 1); do
    expect_file "state/incidents/$id.md"
    expect_in "state/incidents/$id.md" RESOLVED
done

about 'a database without anything in it is told'
: >state/cronmend.db
cronmend apply -f jobs.yaml
expect_status 0
expect_err 'cronmend.db was empty, and a new one is begun'
cronmend apply -f jobs.yaml
expect_status 0
expect_no_err

is_root && exit 0 # who may write everywhere; see ordinary_user.sh
about 'not writable'
mkdir locked
chmod 500 locked
run "$CRONMEND" apply -f jobs.yaml --crontab-file other --state-dir locked/state
expect_status 1
expect_err 'locked'
refute_file other
mkdir -m 700 readonly
cp state/* readonly/ 2>/dev/null || true
chmod 500 readonly
chmod 400 readonly/*
run "$CRONMEND" apply -f jobs.yaml --crontab-file other --state-dir readonly
expect_status 1
expect_err readonly
refute_file other
