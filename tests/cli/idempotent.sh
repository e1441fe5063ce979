#!/usr/bin/env bash
# A pass after a pass changes nothing, writes no crontab, and makes no incident.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/fake_crontab.sh
source "$SOURCE/tests/support/fake_crontab.sh"

program=$PWD/crontab
table=$program.$(id -un)
make_crontab "$program"
declare_two
declare_one env.yaml env '3 3 * * *' /bin/env 'environment: {MAILTO: a@example.org, SHELL: /bin/bash, FOO: bar}'
declare_one list.yaml list '@daily' /bin/list 'enabled: true'
printf '\nPATH=/opt/bin\n# theirs\n0 0 * * * /bin/foreign\n' >"$table"

apply() { run "$CRONMEND" apply -f jobs.yaml -f env.yaml -f list.yaml --crontab "$program" "$@"; }

about 'the first pass writes once'
apply --state-dir state
expect_status 0
expect_equal 'writes' 1 "$(calls "$program" -)"
cp "$table" after
incidents=$(incident_ids)

about 'those behind it do not'
for _ in 1 2 3; do
    forget_calls "$program"
    apply --state-dir state
    expect_status 0
    expect_out 'in sync'
    expect_equal 'writes' 0 "$(calls "$program" -)"
    expect_equal 'calls' 1 "$(wc -l <"$program.log")"
    expect_same after "$table"
    expect_equal 'incidents' "$incidents" "$(incident_ids)"
done

about 'nor does one that remembers nothing'
forget_calls "$program"
apply --state-dir new-state
expect_status 0
expect_equal 'writes' 0 "$(calls "$program" -)"
expect_same after "$table"
run "$CRONMEND" incident list --state-dir new-state
expect_out 'no incidents'

about 'what means the same is not written again'
sed -i 's|^5 1 \* \* \* /bin/first|05  01 * * 0-7 /bin/first|; s|^@daily|0 0 * * *|' "$table"
cp "$table" after
forget_calls "$program"
apply --state-dir state
expect_status 0
expect_equal 'writes' 0 "$(calls "$program" -)"
expect_same after "$table"

about 'the program is called by its arguments, without a shell, and only as it must be'
printf '' >"$table"
printf '0 0 * * * /bin/foreign\n' >"$table"
forget_calls "$program"
apply --state-dir state
expect_status 0
named=
! is_root || named="-u $(id -un) "
expect_equal 'calls' "${named}-l
${named}-l
${named}-
${named}-l" "$(cat "$program.log")"

about 'two jobs of one entry, of which one is kept out: the other has it, whoever had it before'
twins() { # whether a is enabled, and b
    printf 'version: 1\njobs:\n' >twins.yaml
    printf '  %s: {schedule: "0 3 * * *", command: /bin/x, enabled: %s}\n' a "$1" b "$2" >>twins.yaml
}
has_one() { # the job whose entry is the only one
    expect_status 0
    expect_equal 'the entries' 1 "$(grep -c '^0 3 ' twins)"
    expect_in twins "#cronmend: $1 "
    run "$CRONMEND" diff -f twins.yaml --crontab-file twins --state-dir twin-state
    expect_status 0
}
for only in 'true false a' 'false true b' 'true false a'; do
    # shellcheck disable=SC2086
    set -- $only
    twins "$1" "$2"
    run "$CRONMEND" apply -f twins.yaml --crontab-file twins --state-dir twin-state
    has_one "$3"
done
twins true true
run "$CRONMEND" diff -f twins.yaml --crontab-file twins --state-dir twin-state
expect_status 1
expect_err 'declare the same entry'
