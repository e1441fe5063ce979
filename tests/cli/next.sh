#!/usr/bin/env bash
# When cron starts a schedule or a job.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
need_python

next() { run env TZ=UTC "$CRONMEND" next "$@"; }
fires() { # WORDS… as JSON; the starts go to standard output, a line each
    next "$@" --output json
    expect_status 0
    [[ $(wc -l <"$OUT") == 1 ]] || fail 'expected one line of JSON'
    json '"\n".join(d["fires"])'
}
refused() { # WHAT WORDS…
    local what=$1
    shift
    next "$@"
    expect_status 1
    expect_no_out
    expect_err "$what"
}

about 'exactly this form'
next '0 3 * * *' --from 2026-03-28 --count 2 --zone Europe/Berlin --output json
expect_status 0
expect_no_err
expect_equal JSON '{"fires":["2026-03-28T03:00:00+01:00","2026-03-29T03:00:00+02:00"]}' "$(cat "$OUT")"

about 'five by default, from now on'
next '* * * * *'
expect_equal lines 5 "$(grep -cE '^[A-Z][a-z]{2} [0-9-]{10} [0-9:]{5} UTC  in ' "$OUT")"
expect_equal fires 5 "$(fires '* * * * *' | wc -l)"

about '--from is inclusive, --prev is strictly before and the newest first'
expect_equal from 2026-11-25T03:00:00+00:00 "$(fires '0 3 * * *' --from '2026-11-25 03:00' --count 1)"
expect_equal from 2026-11-26T03:00:00+00:00 \
    "$(fires '0 3 * * *' --from '2026-11-25 03:00:01' --count 1)"
expect_equal prev $'2026-11-24T03:00:00+00:00\n2026-11-23T03:00:00+00:00' \
    "$(fires '0 3 * * *' --from '2026-11-25 03:00' --count 2 --prev)"

about '--until is exclusive, and without --count all before it are told'
expect_equal until 8 "$(fires '0 */3 * * *' --from 2026-11-25 --until 2026-11-26 | wc -l)"
expect_equal until '' "$(fires '0 3 * * *' --from 2026-11-25 --until '2026-11-25 03:00')"
expect_equal until '' "$(fires '0 3 * * *' --from 2026-11-25 --until 2026-11-25)"
expect_equal both 2 "$(fires '0 */3 * * *' --from 2026-11-25 --until 2026-11-26 --count 2 | wc -l)"
next '* * * * *' --from 2026-01-01 --until 2027-01-01 --output json
expect_status 0
expect_err 'only the first 100000 starts are told'

about 'never, and once in a long time'
expect_equal never '' "$(fires '0 0 30 2 *')"
expect_equal reboot '' "$(fires @reboot)"
next '0 0 30 2 *'
expect_status 0
expect_equal never '0 0 30 2 *: Never: no 30 February exists' "$(cat "$OUT")"
next @reboot
expect_out 'When the cron daemon starts, once after boot'
expect_equal leap $'2032-02-29T00:00:00+00:00\n2060-02-29T00:00:00+00:00' \
    "$(fires '0 0 29 2 */7' --from 2026-11-25 --count 2)"

about 'spring: one instant once, and why it is odd'
expect_equal spring $'2026-03-29T03:00:00+02:00\n2026-03-29T03:30:00+02:00' \
    "$(fires '0,30 2-3 * * *' --from 2026-03-29 --count 2 --zone Europe/Berlin)"
next '0,30 2-3 * * *' --from 2026-03-29 --count 2 --zone Europe/Berlin
expect_equal spring 'Sun 2026-03-29 03:00 CEST  started 3 times: for 02:00 and 02:30, which the clocks skip
Sun 2026-03-29 03:30 CEST' "$(cat "$OUT")"
next '30 2 * * *' --from 2026-03-29 --count 1 --zone Europe/Berlin
expect_out 'Sun 2026-03-29 03:00 CEST  for 02:30, which the clocks skip'
next '*/15 2 * * *' --from 2026-03-29 --count 1 --zone Europe/Berlin
expect_equal lost 'Mon 2026-03-30 02:00 CEST' "$(cat "$OUT")"

about 'autumn: fixed times once, wildcards twice'
expect_equal fixed $'2026-10-25T02:30:00+02:00\n2026-10-26T02:30:00+01:00' \
    "$(fires '30 2 * * *' --from 2026-10-25 --count 2 --zone Europe/Berlin)"
expect_equal wildcard '2026-10-25T02:00:00+02:00
2026-10-25T02:30:00+02:00
2026-10-25T02:00:00+01:00
2026-10-25T02:30:00+01:00' \
    "$(fires '*/30 2 * * *' --from 2026-10-25 --count 4 --zone Europe/Berlin)"

about 'a time is read in --zone; of one that comes twice it is the first'
expect_equal zone 2026-11-25T03:00:00+01:00 \
    "$(fires '0 * * * *' --from '2026-11-25 03:00' --count 1 --zone Europe/Berlin)"
expect_equal twice 2026-10-25T02:00:00+02:00 \
    "$(fires '* * * * *' --from '2026-10-25 02:00' --count 1 --zone Europe/Berlin)"
refused 'the clocks go from 02:00 to 03:00 in Europe/Berlin' \
    '* * * * *' --from '2026-03-29 02:30' --zone Europe/Berlin

about 'a job: all its schedules together'
cat >jobs.yaml <<'YAML'
version: 1
jobs:
  twice:
    schedule: ["0 3 * * *", "0 3,5 * * *"]
    command: /bin/twice
YAML
next twice -f jobs.yaml --state-dir state --from 2026-11-25 --count 2
expect_status 0
expect_equal job 'Wed 2026-11-25 03:00 UTC  started 2 times: several of its schedules name this minute
Wed 2026-11-25 05:00 UTC' "$(cat "$OUT")"
expect_equal job $'2026-11-25T03:00:00+00:00\n2026-11-25T05:00:00+00:00' \
    "$(fires twice -f jobs.yaml --state-dir state --from 2026-11-25 --count 2)"
refute_file state

about 'a job'"'"'s times are in the declared zone'
sed -i 's/^version: 1/&\ntimezone: Asia\/Tokyo/' jobs.yaml
expect_equal declared 2026-11-25T03:00:00+09:00 \
    "$(fires twice -f jobs.yaml --state-dir state --from 2026-11-25 --count 1)"
expect_equal given 2026-11-25T03:00:00-05:00 \
    "$(fires twice -f jobs.yaml --state-dir state --from 2026-11-25 --count 1 --zone America/New_York)"

about 'what cannot be answered'
refused 'no time zone "berlin" on this host' '* * * * *' --zone berlin
expect_err 'did you mean Europe/Berlin?'
refused 'no time zone "Mars/Olympus"' '* * * * *' --zone Mars/Olympus
refused 'not the name of a time zone' '* * * * *' --zone ../passwd
refused '--count: 0 is not a whole number from 1' '* * * * *' --count 0
refused '--count: -1 is not a whole number from 1' '* * * * *' --count -1
refused '--count' '* * * * *' --count many
refused 'is before --from' '* * * * *' --from 2026-11-26 --until 2026-11-25
refused '--until does not go with --prev' '* * * * *' --until 2026-11-26 --prev
refused 'years from 1970 to 2200 are known' '* * * * *' --from 2201-01-01
refused 'years from 1970 to 2200 are known' '* * * * *' --from 1969-12-31
refused '--until: "soon"' '* * * * *' --until soon
refused 'bad minute' '60 * * * *'
expect_err '    ^^'
refused 'no job backup is declared' backup -f jobs.yaml

about 'a TZ that is neither a zone nor a rule'
for zone in Nope/X :Nope/X X1 'CET-1CEST;' 'Europe/Berlin '; do
    run env TZ="$zone" "$CRONMEND" next '0 3 * * *'
    expect_status 1
    expect_err 'names no zone of this host'
    expect_err 'unset TZ, or have it name a zone such as Europe/Berlin'
done
run env TZ=Nope/X "$CRONMEND" diff -f jobs.yaml --crontab-file table --state-dir state
expect_status 1
expect_err 'names no zone of this host'
for zone in CET-1 CET-1CEST,M3.5.0,M10.5.0/3 '<+0330>-3:30' EST5EDT4; do
    run env TZ="$zone" "$CRONMEND" next '0 3 * * *'
    expect_status 0
done

about 'a TZ that names no file is not waited for'
mkfifo pipe
for zone in ":$PWD/pipe" "$PWD/pipe" "../../../../../../..$PWD/pipe" /dev/tty Europe; do
    run timeout 20 env TZ="$zone" "$CRONMEND" next '0 3 * * *'
    expect_status 1
    expect_err 'TZ names'
    expect_err 'unset TZ, or have it name a zone such as Europe/Berlin'
    expect_no_out
    run timeout 20 env TZ="$zone" "$CRONMEND" next '0 3 * * *' --zone UTC --count 1
    expect_status 0
    run timeout 20 env TZ="$zone" "$CRONMEND" apply -f jobs.yaml --crontab-file table --state-dir state
    expect_status 1
    expect_err 'TZ names'
done
sed -i '/^timezone:/d' jobs.yaml
run timeout 20 env TZ="$PWD/pipe" "$CRONMEND" apply -f jobs.yaml --crontab-file table --state-dir state
expect_status 0
run timeout 20 env TZ="$PWD/pipe" "$CRONMEND" history --state-dir state
expect_out ' UTC '

about 'an error in JSON'
next '60 * * * *' --output json
expect_status 1
expect_json '"bad minute" in d["diagnostics"][0]["summary"]'
