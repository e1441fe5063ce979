#!/usr/bin/env bash
# What a schedule means, in words; what is refused, with its place.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
need_python

explain() { run env "${ENVIRONMENT[@]}" "$CRONMEND" explain "$@"; }
ENVIRONMENT=(TZ=UTC LC_ALL=C.UTF-8)
first_line() { head -n 1 "$OUT"; }

about 'the sentence, and three starts'
explain '0 3 1 * 1'
expect_status 0
expect_no_err
expect_equal words 'At 03:00, on the 1st of the month and also on every Monday' "$(first_line)"
expect_equal starts 3 "$(grep -cE '^  (next:|     ) [A-Z][a-z]{2} [0-9-]{10} 03:00 UTC  in ' "$OUT")"

about 'five words are one expression'
explain 0 3 1 '*' 1
expect_status 0
expect_equal words 'At 03:00, on the 1st of the month and also on every Monday' "$(first_line)"

about 'the names of times'
explain @daily
expect_equal words 'At 00:00, every day' "$(first_line)"
explain @reboot
expect_status 0
expect_equal words 'When the cron daemon starts, once after boot' "$(cat "$OUT")"

about 'what never fires is legal'
explain '0 0 30 2 *'
expect_status 0
expect_equal words 'Never: no 30 February exists' "$(cat "$OUT")"

about 'what cron does, not what it looks like'
explain '*5;x 3 * * MON#2'
expect_status 0
expect_out 'Every minute from 03:00 to 03:59, on every Monday'

expect_out 'note: "*5;x" is read as "*"'
expect_out 'note: "MON#2" is read as "MON"'
explain '0 22-6 * * *'
expect_equal words 'Never: the hour field names no hour' "$(first_line)"
expect_out 'note: "22-6" matches nothing'

about 'plain letters where the terminal has no others'
explain '*/7 * * * *'
expect_out '0, 7, 14, …, 56'
ENVIRONMENT=(TZ=UTC LC_ALL=C)
explain '*/7 * * * *'
expect_out '0, 7, 14, ..., 56'

about 'the changes of the clocks, where they matter'
ENVIRONMENT=(TZ=Europe/Berlin LC_ALL=C)
explain '30 2 * * *'
expect_out 'note: when the clocks go from 02:00 to 03:00 on '
expect_out ', 1 start is skipped and made up for at 03:00'
expect_out 'note: when the clocks go back from 03:00 to 02:00 on '
expect_out ', 1 start is shown twice: cron starts it the first time only'
explain '*/15 2 * * *'
expect_out ', 4 starts are lost'
expect_out ', 4 starts are shown twice: cron starts them both times'
for nothing in '*/15 * * * *' '0 12 * * *'; do
    explain "$nothing"
    refute_out note
done
ENVIRONMENT=(TZ=UTC LC_ALL=C)
explain '30 2 * * *'
refute_out note

about 'what is refused is pointed at'
explain '0 24 * * *'
expect_status 1
expect_no_out
expect_err 'cron would refuse this schedule at character 3: bad hour: 24 is not between 0 and 23'
expect_equal picture $'    0 24 * * *\n      ^^' "$(sed -n '2,3p' "$ERR")"
explain '0 3 * * mon-tues'
expect_equal picture $'    0 3 * * mon-tues\n                ^^^^\n    write Tue' "$(sed 1d "$ERR")"
explain '0 3 * *'
expect_equal picture $'    0 3 * *\n           ^' "$(sed -n '2,3p' "$ERR")"
explain '@noon'
expect_equal picture $'    @noon\n    ^^^^^' "$(sed -n '2,3p' "$ERR")"
explain '0 3 * * * /bin/backup'
expect_status 1
expect_err '"/bin/backup" stands behind the schedule'
explain $'0 \e[31m * * *'
expect_status 1
refute_err $'\e[31m'

about 'a * that the shell has replaced'
touch a b
# shellcheck disable=SC2035
explain 0 3 * * *
expect_status 1
expect_err 'put the schedule in quotes'

about 'a job of the declaration'
declare_two
explain second -f jobs.yaml --state-dir state
expect_status 0
expect_equal words 'second (10 2 * * mon): At 02:10, on every Monday' "$(first_line)"
explain secnd -f jobs.yaml --state-dir state
expect_status 1
expect_err 'no job secnd is declared'
expect_err 'did you mean second?'
refute_file state

about 'JSON'
explain '0 3 1 * 1' --output json
expect_status 0
expect_json 'list(d) == ["version", "job", "cron", "zone", "schedules"]'
expect_json 'd["job"] is None and d["cron"] == "debian" and d["zone"] == "UTC"'
expect_json '[list(s) for s in d["schedules"]] == [["schedule", "words", "notes", "fires"]]'
expect_json 'len(d["schedules"][0]["fires"]) == 3'
explain second -f jobs.yaml --state-dir state --output json
expect_json 'd["job"] == "second" and d["schedules"][0]["schedule"] == "10 2 * * mon"'
explain '0 24 * * *' --output json
expect_status 1
expect_json 'd["diagnostics"][0]["summary"] ==
    "cron would refuse this schedule at character 3: bad hour: 24 is not between 0 and 23"'
expect_err '      ^^'

about 'nothing to explain'
explain
expect_status 1
expect_err EXPR

about 'a word without its @'
run "$CRONMEND" explain daily
expect_status 1
expect_err 'did you mean @daily?'
run "$CRONMEND" explain daily 3
expect_status 1
expect_err 'write @daily'
