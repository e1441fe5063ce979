#!/usr/bin/env bash
# The record cannot be written at the very end, as on a full disk: what is said is true of the table.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
command -v sqlite3 >/dev/null || skip "there is no sqlite3 to hold a row back with"
need_python

declare_two
settle

# No row of the history can be called WHAT any more: the words of a full disk come from elsewhere.
hold_back() {
    sqlite3 state/cronmend.db "CREATE TRIGGER held $1 BEGIN SELECT raise(ABORT, 'no room left'); END"
}
let_go() { sqlite3 state/cronmend.db 'DROP TRIGGER held'; }

about 'a repair that is proved, but not on record'
rm table
hold_back "BEFORE UPDATE OF outcome ON snapshots WHEN new.outcome = 'verified'"
cronmend apply -f jobs.yaml
expect_status 3
expect_count table /bin/first 1
expect_out 'put right, but not put on record'
expect_out 'proved:'
refute_out 'not put right'
expect_err 'was put right and, read again, shows it, but that could not be put on record'
expect_err 'no room left'
expect_err 'the next pass'
expect_in "state/incidents/$(incident_ids | head -n 1).md" '**Status**: 🔴 OPEN'
cronmend apply -f jobs.yaml
expect_status 1
expect_out 'in sync, but not put on record'
refute_out 'not put right'
expect_err 'stands as an earlier pass put it, but that could not be put on record'
cronmend apply -f jobs.yaml --output json
expect_status 1
expect_json 'd["tables"][0]["ending"] == "failed" and "no room left" in d["tables"][0]["error"]'
expect_count table /bin/first 1

about 'the next pass that can write puts it on record'
let_go
cronmend apply -f jobs.yaml
expect_status 0
expect_out 'resolved'
run "$CRONMEND" history --state-dir state
refute_out 'pending'

about 'a table in order whose record cannot be written was not in need of a repair'
hold_back 'BEFORE UPDATE ON tables'
cronmend apply -f jobs.yaml
expect_status 1
expect_out 'in sync, but not put on record'
refute_out 'not put right'
cronmend apply -f jobs.yaml --output json
expect_json '"could not be put on record" in d["tables"][0]["error"]'
let_go

about 'a rollback that is done, but not on record'
cp table now
hold_back "BEFORE UPDATE OF outcome ON snapshots WHEN new.outcome = 'verified'"
run "$CRONMEND" rollback 2 --yes --crontab-file table --state-dir state
expect_status 3
expect_err 'was rolled back and, read again, shows it, but that could not be put on record'
! cmp -s now table || fail 'expected the table to be as it was before'
let_go
cronmend apply -f jobs.yaml
expect_out 'held'
