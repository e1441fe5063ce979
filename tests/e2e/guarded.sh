#!/usr/bin/env bash
# Jobs of another time zone, as the real cron daemon starts them through changes of both clocks:
# every start that `cronmend next` tells, once, and no other. The daemon runs on a clock of its own,
# in namespaces of its own; see ../contract/cron_daemon.sh.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
is_root || skip 'the namespaces take root'
[[ -x /usr/sbin/cron ]] || skip "there is no /usr/sbin/cron: this cron is not Debian's"
: "${CRON_CLOCK:?the library that is the daemon\'s clock}"

# What a fixed job, a wildcard job and one of a single weekday do in and beside a gap differs.
cat >jobs.yaml <<'YAML'
version: 1
jobs:
  in-the-gap: {schedule: "30 2 * * *", command: ": 1"}
  behind-it: {schedule: "0 3 * * *", command: ": 2"}
  midnight: {schedule: "@daily", command: ": 3"}
  of-sunday: {schedule: "45 1,2,3 * * sun", command: ": 4"}
  hours: {schedule: "15 0-23 * * *", command: ": 5"}
  twenties: {schedule: "*/20 * * * *", command: ": 6"}
  even-hours: {schedule: "5 */2 * * *", command: ": 7"}
YAML
mapfile -t IDS < <(sed -n 's/^  \([a-z-]*\): .*/\1/p' jobs.yaml)

# Under the names of the jobs, when each was started; `date` sees the daemon's clock, too.
declare_jobs() { # ZONE
    mkdir -p started
    rm -f started/*
    sed "s|^version: 1|&\ntimezone: $1|; s|\": [0-9]\"|\"date +%s >>$PWD/started/ID\"|" jobs.yaml |
        awk '{id = $1; sub(/:$/, "", id); sub(/\/ID"/, "/" id "\""); print}' >zoned.yaml
}
utc() { date -u -d "@$1" +%FT%TZ; }
seconds() { date -u -d "$1" +%s; }

# What is told of a job, as seconds.
told() { # HOST-ZONE ID FROM UNTIL
    run env TZ="$1" "$CRONMEND" next "$2" -f zoned.yaml --cron debian --from "$(utc "$3")" \
        --until "$(utc "$4")" --count 1000 --output json --state-dir state
    expect_status 0
    "$PYTHON" -c 'import datetime, json, sys
for fire in json.load(sys.stdin)["fires"]:
    print(int(datetime.datetime.fromisoformat(fire).timestamp()))' <"$OUT"
}

# One night in which a clock changes, from three hours before it to four behind.
night() { # HOST-ZONE ZONE CHANGE
    local begin end id
    about "times of $2 on a host in $1, around $3"
    begin=$(($(seconds "$3") - 3 * 3600))
    end=$((begin + 7 * 3600))
    declare_jobs "$2"
    rm -rf state table
    run env TZ="$1" "$CRONMEND" apply -f zoned.yaml --cron debian --crontab-file table --state-dir state
    expect_status 0
    grep -q "$CRONMEND at --zone $2" table || fail 'expected guarded entries'
    # The minute in which the daemon is started is not run. The last line but for AddressSanitizer,
    # which wants to come before every other library.
    { echo 'ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0' && cat table; } >played
    mv played table
    run "$SOURCE/tests/contract/cron_daemon.sh" "$PWD" "$CRON_CLOCK" "$1" $((begin - 60)) "$end"
    [[ $STATUS != 77 ]] || skip 'no namespaces can be made here'
    expect_status 0
    for id in "${IDS[@]}"; do
        told "$1" "$id" "$begin" "$end" >expected
        touch "started/$id"
        expect_equal "starts of $id" "$(minutes <expected)" "$(minutes <"started/$id")"
        total=$((total + $(wc -l <expected)))
    done
}
minutes() { sort -n | awk '{print int($1 / 60) * 60}'; }

total=0
night America/New_York Europe/Berlin '2026-03-29 01:00'
night America/New_York Europe/Berlin '2026-10-25 01:00'
night Europe/Berlin America/New_York '2026-03-08 07:00'
night Europe/Berlin America/New_York '2026-11-01 06:00'
night Etc/UTC Europe/Berlin '2026-03-29 01:00'
night Etc/UTC Australia/Lord_Howe '2026-10-03 15:30'
night Europe/Berlin Australia/Lord_Howe '2026-04-04 15:00'
# The host's own clock changes, in the middle of the other zone's day.
night America/New_York Europe/Berlin '2026-03-08 07:00'
night America/New_York Asia/Tokyo '2026-11-01 06:00'
((total > 200)) || fail "only $total starts were compared"
