#!/usr/bin/env bash
# What lint says, and how it ends. Each rule by itself is tested in tests/unit/lint.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
need_python
# shellcheck disable=SC2016  # $schema is a key
SARIF_KEYS='{"$schema", "version", "runs"}'

lint() { run "$CRONMEND" lint "$@"; }

cat >odd <<'TABLE'
# a table
0 3 1 * 1 true
61 * * * * true
# cronmend: ignore every-minute
* 4 * * * true
0 5 * * * true %F
TABLE

about 'a crontab, as text'
lint --crontab odd
expect_status 1
expect_no_err
# shellcheck disable=SC2016  # as it is printed
expect_equal 'findings' 'odd:2:5: warning: "0 3 1 * 1" fires on days that fit either day field: At 03:00, on the 1st of the month and also on every Monday [day-or]
    if both shall fit, write "0 3 1 * *", and begin the command with: test $(date +\%u) = 1 &&
odd:3:1: error: cron refuses this line, "61 * * * * true": bad minute: 61 is not between 0 and 59 [refused]
odd:6:16: warning: cron cuts the command at this %: the shell is given "true ", and the rest is its standard input [percent]
    write \% for a percent sign
1 error, 2 warnings, 0 notes' "$(cat "$OUT")"

about 'colours'
lint --crontab odd --color always
expect_out $'\x1b[31merror:\x1b[0m'

about 'from standard input, and an empty one'
run bash -c 'printf "@daily true\n" | "$CRONMEND" lint --crontab -'
expect_status 0
expect_no_out
expect_no_err
run bash -c '"$CRONMEND" lint --crontab - <odd'
expect_status 1
expect_out '-:3:1: error: '

about 'warnings end with 0, with --strict with 1; notes never'
printf '0 3 1 * 1 true\n' >warned
lint --crontab warned
expect_status 0
expect_out '0 errors, 1 warning, 0 notes'
lint --crontab warned --strict
expect_status 1
printf '# cronmend: ignore percent\n@daily true\n' >noted
lint --crontab noted --strict
expect_status 0
expect_out 'noted:1:1: note: '

about 'JSON'
lint --crontab odd --output json
expect_status 1
expect_json 'list(d) == ["version", "errors", "warnings", "notes", "findings", "diagnostics"]'
expect_json '(d["version"], d["errors"], d["warnings"], d["notes"]) == (1, 1, 2, 0)'
expect_json '[(f["code"], f["severity"], f["file"], f["line"], f["column"]) for f in d["findings"]]
    == [("day-or", "warning", "odd", 2, 5), ("refused", "error", "odd", 3, 1),
        ("percent", "warning", "odd", 6, 16)]'
expect_json 'all(list(f) == ["code", "severity", "file", "line", "column", "job", "summary", "mend"]
    for f in d["findings"])'

about 'SARIF 2.1.0: what its schema demands'
cp odd 'odd name'
lint --crontab 'odd name' --output sarif
expect_status 1
expect_json 'd["version"] == "2.1.0" and len(d["runs"]) == 1'
expect_json 'set(d) == '"$SARIF_KEYS"
expect_json 'all(d[key].startswith("https://") for key in d if key.startswith("$"))'
expect_json 'set(d["runs"][0]) <= {"tool", "invocations", "columnKind", "results"}'
expect_json 'd["runs"][0]["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")'
expect_json 'd["runs"][0]["invocations"] == [{"executionSuccessful": True}]'
expect_json 'd["runs"][0]["tool"]["driver"]["name"] == "cronmend"'
expect_json 'all(r["id"] and r["help"]["text"] and r["shortDescription"]["text"]
    and r["fullDescription"]["text"] and r["defaultConfiguration"]["level"] in
    ("none", "note", "warning", "error") for r in d["runs"][0]["tool"]["driver"]["rules"])'
expect_json 'len({r["id"] for r in d["runs"][0]["tool"]["driver"]["rules"]}) ==
    len(d["runs"][0]["tool"]["driver"]["rules"])'
expect_json 'all(d["runs"][0]["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"]
    and r["level"] in ("note", "warning", "error") and r["message"]["text"]
    for r in d["runs"][0]["results"])'
expect_json '[(l["physicalLocation"]["artifactLocation"]["uri"],
    l["physicalLocation"]["region"]["startLine"], l["physicalLocation"]["region"]["startColumn"])
    for r in d["runs"][0]["results"] for l in r["locations"]] ==
    [("odd%20name", 2, 5), ("odd%20name", 3, 1), ("odd%20name", 6, 16)]'

about 'declarations: named, with -f, and the one in force'
declare_one jobs.yaml report '0 3 1 * 1' /bin/true
for words in 'jobs.yaml' '-f jobs.yaml'; do
    # shellcheck disable=SC2086  # several words
    lint $words
    expect_status 0
    expect_out 'jobs.yaml:4:15: warning: '
    expect_out '[day-or]'
done
mkdir -p config/cronmend/schedules
cp jobs.yaml config/cronmend/schedules/
if [[ $(id -u) != 0 ]]; then
    run env XDG_CONFIG_HOME="$PWD/config" "$CRONMEND" lint
    expect_out 'schedules/jobs.yaml:4:15: warning: '
fi
lint jobs.yaml --output json
expect_json 'd["findings"][0]["job"] == "report"'
declare_one broken.yaml b '61 * * * *' /bin/true
lint broken.yaml
expect_status 1
expect_out '[bad-declaration]'
declare_one never.yaml n '0 0 31 2 *' /bin/true
lint never.yaml
expect_status 0
expect_out '[never-fires]'
expect_out '1 warning'
lint jobs.yaml --crontab warned
expect_out 'jobs.yaml:4:15: '
expect_out 'warned:1:5: '
refute_file state

about 'what can not be read'
lint nowhere.yaml
expect_status 1
expect_err 'nowhere.yaml does not exist'
lint --crontab nowhere --crontab warned --output json
expect_status 1
expect_err nowhere
expect_json 'len(d["findings"]) == 1 and d["diagnostics"][0]["file"] == "nowhere"'
lint --crontab . --output sarif
expect_status 1
expect_json 'd["runs"][0]["invocations"] == [{"executionSuccessful": False}]'

about 'the form of the system, with a user field'
mkdir cron.d
printf '0 3 * * * root true\n' >cron.d/good
printf '0 3 * * * no-such-user-here true\n' >cron.d/unknown
printf '0 3 * * * root true\n' >cron.d/with.dot
printf 'left behind\n' >cron.d/old.dpkg-old
lint --system cron.d
expect_status 1
expect_out 'cron.d/unknown:1:11: error: '
expect_out '[unknown-user]'
expect_out 'cron.d/with.dot: error: '
expect_out 'rename it to with-dot'
refute_out good
refute_out dpkg-old
lint --system cron.d/good
expect_status 0
expect_no_out
lint --system --crontab cron.d/unknown --no-host
expect_status 0
expect_no_out
run bash -c '"$CRONMEND" lint --system --crontab - <cron.d/unknown'
expect_status 1
expect_out '-:1:11: error: '

about 'programs, as their user finds them'
printf 'PATH=%s/bin:/usr/bin:/bin\n0 3 * * * mine\n0 4 * * * %s/bin/mine\n' "$PWD" "$PWD" >programs
mkdir bin
lint --crontab programs
expect_out 'programs:2:11: warning: there is no program "mine"'
expect_out '[no-program]'
printf '#!/bin/sh\n' >bin/mine
lint --crontab programs
expect_out 'programs:2:11: warning: '
expect_out '[not-executable]'
chmod 755 bin/mine . ..
if [[ $(id -u) == 0 ]]; then
    lint --crontab programs
    expect_no_out
fi
lint --crontab programs --no-host
expect_no_out

about 'a zone with changes of the clocks'
printf '30 2 * * * true\n' >night
run env TZ=Europe/Berlin "$CRONMEND" lint --crontab night
expect_out '[dst-gap]'
expect_out 'made up for at 03:00'
expect_out '[dst-overlap]'
run env TZ=UTC "$CRONMEND" lint --crontab night
expect_no_out

about 'a herd'
for i in 1 2 3; do printf '0 3 * * * true %s\n' $i; done >three
lint --crontab three
expect_no_out
lint --crontab three --herd 3
expect_out 'three:1:1: warning: 3 entries start together at 03:00'
lint --crontab three --herd many
expect_status 1

about 'any bytes'
head -c 200000 /dev/urandom >junk
run timeout 60 "$CRONMEND" lint --crontab junk
[[ $STATUS == 0 || $STATUS == 1 ]] || fail 'expected an answer'
head -c 1000000 /dev/zero >zeros
run timeout 60 "$CRONMEND" lint --crontab zeros --output json
[[ $STATUS == 0 || $STATUS == 1 ]] || fail 'expected an answer'
expect_json 'd["version"] == 1'
run timeout 60 "$CRONMEND" lint --system --crontab junk --output sarif
expect_json 'd["version"] == "2.1.0"'
