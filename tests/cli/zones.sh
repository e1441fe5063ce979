#!/usr/bin/env bash
# Times that are meant in another zone than the host's, from the declaration to the table.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
need_python

declare_zone() { # ZONE SCHEDULE
    printf 'version: 1\ntimezone: %s\njobs:\n  x: {schedule: "%s", command: /bin/x}\n' "$1" "$2" >jobs.yaml
}
in_zone() { # ZONE WORDS…: as on a host in that zone
    local TZ=$1
    export TZ
    cronmend "${@:2}" -f jobs.yaml
}
entries() { grep -v '^#' table || true; }
program=$(realpath "$CRONMEND")
guard() { printf '%s at --zone %s --ahead %s' "$program" "$1" "$2"; }

about 'a shift'
declare_zone Asia/Tokyo '0 3 * * mon'
in_zone UTC diff
expect_status 2
expect_out '0 3 * * mon in Asia/Tokyo is 0 18 * * 0 here (UTC)'
in_zone UTC apply
expect_status 0
expect_equal table '0 18 * * 0 /bin/x' "$(entries)"
in_zone UTC diff
expect_status 0

about 'a live change of what stands for a time of another zone is not taken for a declared one'
cp table as-declared
cp jobs.yaml jobs-before.yaml
sed -i 's/^0 18/0 19/' table
run env TZ=UTC "$CRONMEND" accept x -f jobs.yaml --crontab-file table --state-dir state
expect_status 1
expect_err 'its times are meant in Asia/Tokyo'
expect_same jobs-before.yaml jobs.yaml
cp as-declared table

about 'another zone for the host is a rollout, no incident'
in_zone Asia/Kolkata diff --output json
expect_status 2
expect_json 'all(change["cause"] == "rollout" for change in d["changes"])'
expect_json 'd["changes"][0]["timezone"] == "Asia/Tokyo"'
expect_json 'd["changes"][0]["schedule"] == "0 3 * * mon"'
in_zone Asia/Kolkata apply
expect_status 0
refute_out incident
expect_equal table '30 23 * * 0 /bin/x' "$(entries)"

about 'guards'
declare_zone Europe/Berlin '0 3 * * *'
in_zone UTC apply
expect_status 0
expect_equal table "0 1 * * * $(guard Europe/Berlin +02:00) '0 3 * * *' -- /bin/x
0 2 * * * $(guard Europe/Berlin +01:00) '0 3 * * *' -- /bin/x" "$(entries)"
in_zone UTC diff
expect_status 0

about 'the guarded entries are imported as the job that they were made from'
run env TZ=UTC "$CRONMEND" import table
expect_status 0
expect_out 'timezone: Europe/Berlin'
expect_out 'schedule: "0 3 * * *"'
expect_out 'command: /bin/x'
cp "$OUT" imported.yaml
run env TZ=UTC "$CRONMEND" diff -f imported.yaml --crontab-file table --state-dir other-state
expect_status 0

about 'where only some of them stand there, or the zone is the host'"'"'s, that is told'
sed '/^0 2/d' table >part
run env TZ=UTC "$CRONMEND" import part
expect_status 3
refute_out 'command:'
expect_err 'not declared: 0 1 * * *'
run env TZ=Europe/Berlin "$CRONMEND" import table
expect_status 3
expect_err 'its guard is for Europe/Berlin, which is the host'"'"'s own zone'

about 'one of the guarded entries lost: drift of that one'
sed -i '/^0 2/d' table
in_zone UTC diff --output json
expect_json '[change["kind"] for change in d["changes"]] == ["missing"]'
expect_json 'd["changes"][0]["cause"] == "drift"'
in_zone UTC apply
expect_status 0
expect_equal entries 2 "$(entries | wc -l)"

about 'the host comes to have the declared zone'
in_zone Europe/Berlin apply
expect_status 0
refute_out "incident INC"
expect_equal table '0 3 * * * /bin/x' "$(entries)"

about 'the program that is to stand in the table'
mkdir elsewhere
cp "$CRONMEND" elsewhere/cronmend
printf 'guard: %s\n' "$PWD/elsewhere/cronmend" >settings.yaml
in_zone UTC apply --config settings.yaml
expect_status 0
expect_equal entries 2 "$(grep -c " $PWD/elsewhere/cronmend at " table)"
in_zone UTC diff
expect_status 2
expect_out "cronmend is now at $program"

about 'one that is not there, or no program'
cp table as-declared
for guard in "$PWD/elsewhere/none" "$PWD/elsewhere"; do
    printf 'guard: %s\n' "$guard" >settings.yaml
    in_zone UTC apply --config settings.yaml
    expect_status 1
    expect_err "job x needs a guard for its time zone (Europe/Berlin), which cannot be started: $guard"
    expect_err 'or name such a one with'
    expect_same as-declared table
done

about 'files with different zones'
mkdir both
sed 's/ x:/ y:/; s/Berlin/London/; s:/bin/x:/bin/y:' jobs.yaml >both/london.yaml
cp jobs.yaml both/berlin.yaml
cp both/berlin.yaml jobs.yaml
rm table
run env TZ=Europe/Berlin "$CRONMEND" apply -f both --crontab-file table --state-dir state2
expect_status 0
expect_equal table '0 3 * * * /bin/x
0 4 * * * /bin/y' "$(entries)"

about 'a zone that is none'
declare_zone Europe/Berln '0 3 * * *'
in_zone UTC diff
expect_status 1
expect_err 'jobs.yaml:2:11: error: timezone: there is no time zone "Europe/Berln" on this host'
expect_err 'did you mean Europe/Berlin?'

about "a TZ of somebody's shell that is not what the host has"
other=Asia/Kathmandu
! cmp -s /etc/localtime /usr/share/zoneinfo/$other || other=Asia/Tokyo
rm -rf table state
declare_zone Asia/Tokyo '0 3 * * *'
for command in diff apply next; do
    in_zone $other $command
    expect_count "$ERR" "TZ is set to $other, but /etc/localtime is" 1
    expect_err 'env -u TZ cronmend'
done
in_zone $other diff --output json
expect_json 'any("TZ is set to" in one["summary"] for one in d["diagnostics"])'
run env -u TZ "$CRONMEND" diff -f jobs.yaml --crontab-file table --state-dir state
refute_err 'TZ is set to'
printf 'version: 1\njobs:\n  x: {schedule: "0 3 * * *", command: /bin/x}\n' >jobs.yaml
in_zone $other diff
refute_err 'TZ is set to'

about 'with the record lost, of a schedule whose entries all stand, the others are not called taken out'
printf 'version: 1\ntimezone: Europe/Berlin\njobs:\n  x: {schedule: "0 8 * * *", command: /bin/x}\n' >jobs.yaml
rm -rf table state
run env TZ=UTC "$CRONMEND" apply -f jobs.yaml --crontab-file table --state-dir state
expect_status 0
rm -rf state
sed -i 's/"0 8 \* \* \*"/["0 8 * * *", "0 10 * * *", "0 11 * * *"]/' jobs.yaml
run env TZ=UTC "$CRONMEND" diff -f jobs.yaml --crontab-file table --state-dir state
expect_status 2
expect_out 'missing: never installed'
refute_out 'its marker stands there'
