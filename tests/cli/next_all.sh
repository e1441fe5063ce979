#!/usr/bin/env bash
# The coming day of all jobs, as a person reads it.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
need_python

cat >jobs.yaml <<'YAML'
version: 1
jobs:
  poll:
    schedule: "*/5 * * * *"
    command: /bin/poll
  backup:
    schedule: ["0 3 * * *", "0 11 * * *", "0 19 * * *"]
    command: /bin/backup
  monthly-report-for-accounts:
    schedule: "0 3 1 * *"
    command: /bin/report
  impossible:
    schedule: "0 0 30 2 *"
    command: /bin/impossible
  boot:
    schedule: "@reboot"
    command: /bin/boot
  paused:
    schedule: "0 3 * * *"
    command: /bin/paused
    enabled: false
YAML
timeline() { # ENVIRONMENT… -- ARGUMENTS…
    local environment=(TZ=UTC)
    while [[ $1 != -- ]]; do
        environment+=("$1")
        shift
    done
    shift
    run env "${environment[@]}" "$CRONMEND" next -f jobs.yaml --state-dir state \
        --from '2026-11-25 02:31' "$@"
}

about 'problems first, then by next start; the marks stand below their hours'
timeline LC_ALL=C --
expect_status 0
expect_err 'never fires'
cat >expected <<'TEXT'
Wed 2026-11-25 02:00 UTC, and 24 hours on
                              03 06 09 12 15 18 21 00 starts  next
impossible                   Never: no 30 February exists
poll                         ########################    281  02:35
backup                       .o.......o.......o......      3  03:00
monthly-report-for-accounts  ........................         2026-12-01
boot                         when the cron daemon starts
paused                       not in the crontab (enabled: false)
TEXT
expect_same expected "$OUT"
refute_file state

about 'an hour for which no room is left at the end is left out, not cut'
run env TZ=UTC LC_ALL=C "$CRONMEND" next -f jobs.yaml --state-dir state --from '2026-11-25 19:05'
expect_out '21 00 03 06 09 12 15   starts  next'

about 'the terminal'"'"'s width is used, and not exceeded'
for width in 70 80 100 120 200; do
    timeline LC_ALL=C "COLUMNS=$width" --
    longest=$(wc -L <"$OUT")
    ((longest <= width)) || fail "expected at most $width columns, saw $longest"
done
timeline LC_ALL=C COLUMNS=200 --
expect_out "$(printf '%096d' 0 | tr 0 '#' | tail -c 90)"
timeline LC_ALL=C COLUMNS=66 --
expect_out 'monthly-report-for-a'
refute_out 'monthly-report-for-accounts'

about 'marks beyond ASCII where they can be shown'
timeline LC_ALL=C.UTF-8 --
expect_out '·●·······●·······●······'
expect_out '████████████████████████'
timeline LANG=de_DE.utf8 LC_ALL= --
expect_out '●'

about 'colours as everywhere'
timeline LC_ALL=C -- --color always
expect_out $'\e[31m'
timeline LC_ALL=C --
refute_out $'\e'

about 'many in one minute'
for job in a b c; do
    printf '  %s:\n    schedule: "0 3 * * *"\n    command: /bin/%s\n' $job $job
done >>jobs.yaml
timeline LC_ALL=C --
expect_out 'busiest minute: 03:00, 5 jobs at once'

about 'a change of the clocks is told'
declare_one jobs.yaml gap '30 2 * * *' /bin/gap
run env LC_ALL=C COLUMNS=60 TZ=Europe/Berlin "$CRONMEND" next -f jobs.yaml --state-dir state --from 2026-03-29
expect_status 0
expect_out 'gap at 03:00: for 02:30, which the clocks skip'
expect_out '00   06 09'

about 'users are named where there are several'
printf '  other:\n    schedule: "0 4 * * *"\n    command: /bin/o\n    user: daemon\n' >>jobs.yaml
timeline LC_ALL=C --
expect_out 'other (daemon)'

about 'JSON'
timeline LC_ALL=C -- --output json
expect_status 0
expect_json 'list(d) == ["version", "from", "until", "jobs", "diagnostics"]'
expect_json 'd["from"] == "2026-11-25T02:31:00+00:00" and d["until"] == "2026-11-26T02:00:00+00:00"'
expect_json 'all(list(j) == ["user", "job", "schedules", "next", "problem", "remark", "fires"]
    for j in d["jobs"])'
expect_json '[(j["job"], j["next"], j["fires"]) for j in d["jobs"]][1:] == [
    ("gap", "2026-11-26T02:30:00+00:00", [])]'

about 'nothing declared'
printf 'version: 1\njobs: {}\n' >jobs.yaml
timeline --
expect_status 0
expect_out 'no job is declared'

about 'what does not go with all jobs'
for words in '--count 3' --prev '--until 2026-11-26'; do
    # shellcheck disable=SC2086
    timeline -- $words
    expect_status 1
    expect_err 'go with a schedule or a job'
done

about 'the jobs of one table alone'
cat >two.yaml <<'YAML'
version: 1
jobs:
  hers: {schedule: "0 3 * * *", command: /opt/hers, user: alice}
  his: {schedule: "0 4 * * *", command: /opt/his, user: bob}
YAML
run "$CRONMEND" next -f two.yaml --state-dir state --user bob --output json
expect_status 0
expect_json '[row["job"] for row in d["jobs"]] == ["his"]'
run "$CRONMEND" next hers -f two.yaml --state-dir state --user bob
expect_status 1

about 'the coming day of system tables'
printf '0 3 * * * root /opt/one --all\n*/30 * * * * daemon /opt/two\n0 3 * * * root /opt/caf\351\n' >system
run env TZ=UTC "$CRONMEND" next --system system --from '2026-03-01 00:00'
expect_status 0
expect_out 'one-all'
expect_out 'two'
expect_err '1 entry is not shown'
run env TZ=UTC "$CRONMEND" next --system system --from '2026-03-01 00:00' --output json
expect_status 0
expect_json '{(row["job"], row["user"]) for row in d["jobs"]} == {("one-all", "root"), ("two", "daemon")}'
about 'in the zones of cronie'"'"'s CRON_TZ'
printf '0 3 * * * root /opt/here\nCRON_TZ=Asia/Tokyo\n0 3 * * * root /opt/there\n' >system
run env TZ=UTC "$CRONMEND" next --cron cronie --system system --from '2026-03-01 00:00' --output json
expect_status 0
expect_out '"2026-03-01T18:00:00+00:00"'
expect_out '"2026-03-01T03:00:00+00:00"'
run env TZ=UTC "$CRONMEND" next --system sytem
expect_status 1
expect_err 'did you mean system?'
