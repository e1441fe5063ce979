#!/usr/bin/env bash
# Whoever owns a table decides how much there is to tell of it: a few are told, the rest counted.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

cat >jobs.yaml <<'YAML'
version: 1
jobs:
  a: {schedule: "0 3 * * *", command: xyzzy aaaa}
YAML
of_json() { "$PYTHON" -c "import json; o = json.load(open('$OUT')); print($1)"; }
lines() { seq -f "1 2 * * * xyzzy aaaa$1%.0f" 5000; }
: >table
cronmend apply -f jobs.yaml
expect_status 0

about 'thousands of lines that may each be an edit: the first are told, the others counted'
lines x >table
cronmend diff -f jobs.yaml
expect_status 2
expect_out '! a  duplicate: and 4980 more like these'
expect_equal 'lines' yes "$([[ $(wc -l <"$OUT") -lt 60 ]] && echo yes)"
cronmend apply -f jobs.yaml
expect_status 2
expect_out '! a  duplicate: and 4980 more like these'
expect_equal 'lines' yes "$([[ $(wc -l <"$OUT") -lt 60 ]] && echo yes)"

about 'the incident lists as many, and says how many more there are, in each form'
id=$(cd state/incidents && grep -l "more like these" -- *)
run "$CRONMEND" incident show "${id%.md}" --state-dir state
expect_out 'a: duplicate, and 4980 more like these'
run "$CRONMEND" incident show "${id%.md}" --state-dir state --output json
expect_equal 'more' '[20, 4980]' "$(of_json '[len(o["members"]), o["members"][-1]["more"]]')"
grep -q 'and 4980 more like these' "state/incidents/$id" || fail 'expected it in the report'
[[ $(wc -c <"state/incidents/$id") -lt 20000 ]] || fail 'expected a small report'

about 'JSON has all of a plan'
cronmend diff -f jobs.yaml --output json
expect_equal 'changes' 5000 "$(of_json 'len(o["changes"])')"

about 'the incident ends with the last of them, not with those that are listed'
sed -i '/xyzzy aaaax/{/aaaax4999$/!d}' table
cronmend apply -f jobs.yaml
expect_status 2
expect_out "incident ${id%.md} still open"
sed -i '/aaaax4999$/d' table
cronmend apply -f jobs.yaml
expect_status 0
expect_out "incident ${id%.md} resolved"
