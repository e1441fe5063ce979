#!/usr/bin/env bash
# The whole story: declare, diff, apply, a wiped crontab, apply, the incident and its report. Told
# with root's pass over a user's table; with root's own table, where that can be had privately; and
# by the user alone.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
need_real_crontab
need_python
if can_be_private; then
    private_machine
else
    leave_out "root's own table: there can be no mount name space here"
fi

# The headings of the report, in this order; those of a seeded incident, with what it tells in each.
headings() { # ID
    cat <<EOF
# Incident Report: $1
## Problem Description
## Impact Assessment
## Root Cause
## Resolution
## Verification Steps
## Prevention Measures
## Related Documentation
## Timeline
## Lessons Learned
EOF
}

# The table of OWNER, as shown by the real program.
table() {
    crontab -l -u "$owner" >table 2>table.words || cat table.words
}

expect_wiped_and_healed() {
    local id report
    about "$teller: nothing is there yet"
    tell diff
    expect_status 2
    expect_out "crontab of $owner: 3 to install"
    expect_out '+ 0 3 * * * /usr/local/bin/backup-run.sh'
    refute_file "$state"
    refute_file "$SPOOL/$owner"

    about "$teller: the first pass"
    tell apply
    expect_status 0
    expect_out 'proved: read again after the write: as declared'
    table
    expect_backups table
    cp table installed
    cp "$SPOOL/$owner" spooled

    about "$teller: a pass after a pass writes nothing"
    tell apply
    expect_status 0
    expect_out 'in sync'
    expect_same spooled "$SPOOL/$owner"
    tell diff
    expect_status 0

    about "$teller: somebody wipes it"
    crontab -r -u "$owner"
    expect_equal 'what crontab says' "no crontab for $owner" "$(table)"
    tell diff --output json
    expect_status 2
    expect_json 'not d["in_sync"] and len(d["changes"]) == 3'
    expect_json '{c["kind"] for c in d["changes"]} == {"missing"}'
    expect_json '{c["cause"] for c in d["changes"]} == {"drift"}'
    expect_equal 'what crontab says' "no crontab for $owner" "$(table)"
    tell apply --output json
    expect_status 0
    expect_json 'd["applied"] and d["verified"] and d["snapshot"] == 2 and d["in_sync"]'
    expect_json 'len(d["incidents"]) == 1 and d["foreign_lines_kept"] == 0'
    id=$(json 'd["incidents"][0]')
    table
    expect_same installed table
    tell diff
    expect_status 0
    expect_out "crontab of $owner: in sync (3 entries as declared"

    about "$teller: the incident"
    ask incident list
    expect_status 0
    expect_equal 'incidents' 2 "$(wc -l <"$OUT")"
    expect_in <(head -n 1 "$OUT") "$id"
    refute_out OPEN
    ask incident list --output json
    expect_json '[i["id"] for i in d["incidents"]].count("'"$id"'") == 1'
    expect_json '{i["status"] for i in d["incidents"]} == {"resolved"}'
    ask incident show "$id"
    expect_out RESOLVED
    expect_out 'the whole table is gone'
    ask incident show "$id" --output json
    expect_json 'd["id"] == "'"$id"'" and d["status"] == "resolved"'

    about "$teller: the report"
    report=$state/incidents/$id.md
    ask incident show "$id" --output markdown
    expect_same "$report" "$OUT"
    [[ $id =~ ^INC-[0-9]{14}-[A-Za-z0-9]{6}$ ]] || fail "expected an incident's id, saw $id"
    expect_same <(headings "$id") <(grep -E '^## |^# Incident' "$report")
    expect_same <(printf '**%s**\n' Status Severity Category Created Resolved) \
        <(sed -n '3,7s/: .*//p' "$report")
    expect_in "$report" '**Status**: ✅ RESOLVED'
    expect_in "$report" '**Severity**: 🔴 CRITICAL'
    expect_in "$report" '**Category**: automation'
    for job in overnight midday evening; do
        expect_in "$report" "backup-$job"
    done
    expect_in "$report" 'Backup automation system'

    about "$teller: the commands for verification that the report shows hold what they promise"
    # shellcheck disable=SC2016
    sed -n '/^## Verification/,/^## Prevention/p' "$report" | sed -n '/^```bash/,/^```/p' |
        grep -v -e '^```' -e '^#' -e '^$' >commands
    [[ -s commands ]] || fail 'expected commands in the report'
    while IFS= read -r line; do
        as_teller env PATH="$SANDBOX:$PATH" bash -c "$line" </dev/null >"$OUT" 2>"$ERR" ||
            fail "expected this to succeed: $line"
    done <commands
}


about 'root, for a user'
make_user
alice=$MADE
teller="root for $alice"
owner=$alice
state=$PWD/state
declare_backups "$alice"
as_teller() { "$@"; }
tell() { run "$CRONMEND" "$1" -f "$PWD/backup.yaml" --state-dir "$state" "${@:2}"; }
ask() { run "$CRONMEND" "$@" --state-dir "$state"; }
expect_wiped_and_healed

about 'the user alone, with the state in the home folder'
make_user
bob=$MADE
teller=$bob
owner=$bob
state=$(home_of "$bob")/.local/state/cronmend
cp -r "$SOURCE/schedules" "$(home_of "$bob")/schedules"
chown -R "$bob:" "$(home_of "$bob")"
as_teller() { (cd "$(home_of "$bob")" && as_user "$bob" "$@"); }
tell() { run as_teller "$CRONMEND" "$1" -f schedules/backup.yaml "${@:2}"; }
ask() { run as_teller "$CRONMEND" "$@"; }
expect_wiped_and_healed

[[ -n ${PRIVATE_MACHINE:-} ]] || exit 0
about 'root, for root'
teller='root for root'
owner=root
state=$PWD/state-of-root
as_teller() { "$@"; }
tell() { run "$CRONMEND" "$1" -f "$SOURCE/schedules/backup.yaml" --state-dir "$state" "${@:2}"; }
ask() { run "$CRONMEND" "$@" --state-dir "$state"; }
expect_wiped_and_healed
