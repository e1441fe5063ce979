#!/usr/bin/env bash
# The JSON forms, which other programs read: exactly these keys, with these types.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
need_python

declare_two
printf '# theirs\n0 0 * * * /bin/foreign\n' >table

about 'diff with changes'
cronmend diff -f jobs.yaml --output json
expect_status 2
expect_no_err
expect_json 'list(d) == ["version", "in_sync", "changes", "diagnostics"]'
expect_json 'd["version"] == 1 and d["in_sync"] is False and d["diagnostics"] == []'
expect_json 'all(list(c) == ["user", "job", "kind", "action", "cause", "before", "after", "reason", "line"]
    for c in d["changes"])'
expect_json 'd["changes"][0] == {"user": "'"$(id -un)"'", "job": "first", "kind": "missing",
    "action": "install", "cause": "drift", "before": None, "after": "5 1 * * * /bin/first --go",
    "reason": "never installed", "line": None}'
expect_json '[c["job"] for c in d["changes"]] == ["first", "second"]'
refute_file state

about 'apply'
cronmend apply -f jobs.yaml --output json
expect_status 0
expect_no_err
expect_json '{"version", "in_sync", "changes", "diagnostics", "applied", "verified", "incidents",
    "snapshot", "foreign_lines_kept", "foreign_lines_lost", "tables"} == set(d)'
expect_json 'd["version"] == 1 and d["in_sync"] and d["applied"] and d["verified"]'
expect_json 'd["foreign_lines_kept"] == 2 and d["snapshot"] == 1 and len(d["incidents"]) == 1'
expect_json 'len(d["changes"]) == 2 and d["changes"][0]["action"] == "install"'
expect_json 'len(d["tables"]) == 1 and set(d["tables"][0]) == {"user", "table", "ending",
    "verified", "snapshot", "incidents", "lost", "held", "error"}'
expect_json 'd["tables"][0]["ending"] == "repaired" and d["tables"][0]["error"] is None'
id=$(json 'd["incidents"][0]')

about 'both, once all is in order'
cronmend diff -f jobs.yaml --output json
expect_status 0
expect_json 'd == {"version": 1, "in_sync": True, "changes": [], "diagnostics": []}'
cronmend apply -f jobs.yaml --output json
expect_status 0
expect_json 'd["in_sync"] and d["applied"] and d["verified"] and d["changes"] == []'
expect_json 'd["incidents"] == [] and d["snapshot"] is None and d["foreign_lines_kept"] == 2'

about 'drift and rollout at once'
sed -i 's|^5 1 |6 1 |' table
sed -i 's|/bin/second|/bin/other|' jobs.yaml
cronmend diff -f jobs.yaml --output json
expect_json '{c["job"]: (c["kind"], c["action"], c["cause"]) for c in d["changes"]} ==
    {"first": ("changed", "replace", "drift"), "second": ("changed", "replace", "rollout")}'
expect_json 'd["changes"][0]["before"] == "6 1 * * * /bin/first --go"'

about 'incidents'
run "$CRONMEND" incident list --state-dir state --output json
expect_status 0
expect_json 'list(d) == ["version", "incidents"] and len(d["incidents"]) == 1'
expect_json 'set(d["incidents"][0]) == {"id", "status", "severity", "category", "trouble", "title",
    "user", "table", "created", "resolved"}'
expect_json 'd["incidents"][0]["id"] == "'"$id"'" and d["incidents"][0]["status"] == "resolved"'
run "$CRONMEND" incident show "$id" --state-dir state --output json
expect_status 0
expect_json 'd["version"] == 1 and d["verified"] is True and d["snapshot"] == 1'
expect_json '[m["job"] for m in d["members"]] == ["first", "second"]'
expect_json 'd["missed_runs"] is None and d["last_successful_run"] is None'
expect_json 'd["root_cause"]["confidence"] == "unknown"'
expect_json 'all(set(e) == {"time", "source", "event"} for e in d["events"]) and d["events"]'

about 'history'
run "$CRONMEND" history --state-dir state --output json
expect_status 0
expect_json 'list(d) == ["version", "history"] and len(d["history"]) == 1'
expect_json 'set(d["history"][0]) == {"id", "user", "table", "time", "occasion", "outcome",
    "summary", "bytes_before"}'
expect_json 'd["history"][0]["outcome"] == "verified" and d["history"][0]["occasion"] == "repair"'
expect_json 'd["history"][0]["bytes_before"] == 32'
expect_json 'd["history"][0]["table"].startswith("crontab file /")'

about 'rollback'
run "$CRONMEND" rollback 1 --yes --state-dir state --output json
expect_status 0
expect_json 'list(d) == ["version", "target", "rolled_back", "snapshot", "diff"]'
expect_json 'd["target"] == 1 and d["rolled_back"] and d["snapshot"] == 2 and "-6 1" in d["diff"]'
run "$CRONMEND" rollback 1 --yes --state-dir state --output json
expect_status 0
expect_json 'd["rolled_back"] is False and d["snapshot"] is None and d["diff"] == ""'

about 'times are RFC 3339, with their offset'
run env TZ=Asia/Kathmandu "$CRONMEND" history --state-dir state --output json
expect_json 'all(__import__("re").fullmatch(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)", h["time"]) for h in d["history"])'

about 'an error is told in JSON too, and on standard error'
printf 'version: 1\njobs:\n  a:\n    schedul: "0 3 * * *"\n    command: x\n' >bad.yaml
cronmend diff -f bad.yaml --output json
expect_status 1
expect_err 'bad.yaml:4:5: error: "schedul" is no key of a job'
expect_json 'list(d) == ["version", "diagnostics"]'
expect_json '[(x["file"], x["line"]) for x in d["diagnostics"]] == [("bad.yaml", 3), ("bad.yaml", 4)]'
expect_json '"did you mean schedule?" in d["diagnostics"][1]["summary"]'
expect_json 'all(set(x) == {"severity", "summary", "file", "line"} for x in d["diagnostics"])'
expect_json 'd["diagnostics"][0]["severity"] == "error"'
cronmend apply -f bad.yaml --output json
expect_status 1
expect_json 'len(d["diagnostics"]) == 2'
run "$CRONMEND" history --show 99 --state-dir state --output json
expect_status 1
expect_json 'len(d["diagnostics"]) == 1 and d["diagnostics"][0]["line"] is None
    and d["diagnostics"][0]["file"] is None'

about 'a warning does not hide in standard error'
declare_one never.yaml never '0 0 31 2 *' /bin/never
cronmend diff -f never.yaml --output json
expect_status 2
expect_json '[(x["severity"], x["file"], x["line"]) for x in d["diagnostics"]]
    == [("warning", "never.yaml", 4)]'

about 'bytes that are not UTF-8 do not break it'
printf '0 0 * * * /bin/caf\xe9 # \x1b[31m\n#0 3 * * * /bin/\xff\n' >table
declare_one odd.yaml odd '0 3 * * *' /bin/odd
cronmend diff -f odd.yaml --output json --unified --foreign
expect_status 2
expect_json 'd["in_sync"] is False'
cp bad.yaml $'bad\xff.yaml'
cronmend diff -f $'bad\xff.yaml' --output json
expect_status 1
expect_json 'd["diagnostics"][0]["file"].startswith("bad")'

about 'what is only told or held: nothing was done, and nobody but cronmend changed the table'
mkdir held
cd held
declare_two
settle
run "$CRONMEND" rollback 1 --yes --state-dir state
expect_status 0
for expected in held told; do
    cronmend apply -f jobs.yaml --output json
    expect_status 2
    expect_json 'not d["in_sync"] and not d["applied"] and not d["verified"]'
    expect_json 'd["snapshot"] is None and not d["tables"][0]["verified"]'
    if [[ $expected == held ]]; then
        expect_json 'd["tables"][0]["held"] and {c["cause"] for c in d["changes"]} == {"rollout"}'
    else
        expect_json 'not d["tables"][0]["held"] and {c["cause"] for c in d["changes"]} == {"drift"}'
    fi
    rm -rf state
    declare_one jobs.yaml first '5 1 * * *' '/bin/first --go' 'mode: warn'
done
