#!/usr/bin/env bash
# Text that others wrote never steers the terminal, and no name is ever run as a command.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

escape=$'\e'
declare_two
printf '0 0 * * * /bin/x \e]0;owned\a\e[2J\n# \e[31mred\x9b31m\n0 5 * * * /bin/\xe2\x80\xaeevil\n\x01\n' \
    >table
sed -i '$d' table
printf '#cronmend: \e[1mid 0123456789abcdef\n5 1 * * * /bin/first --go \e[0m\n' >>table

no_controls() {
    local seen
    # What is below space but for LF, and DEL; C1 controls as UTF-8; and the overrides of direction.
    for seen in "$OUT" "$ERR"; do
        ! LC_ALL=C grep -qaP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xf3\xa0\x80' "$seen" ||
            fail "raw control characters in $seen"
    done
}

for command in diff 'diff --unified' 'diff --foreign' 'apply' 'diff -v --unified --foreign'; do
    about "cronmend $command"
    # shellcheck disable=SC2086
    cronmend $command -f jobs.yaml
    no_controls
done
about 'import and lint, and what they write'
cp table before
printf '0 7 * * * /bin/\xc2\x9b31m\xe2\x80\xaeevil \x7f\n0 8 * * * mail%%\xe2\x80\xaex%%\xc2\x85\n' >table
printf '# \xe2\x80\xaebackwards\n0 9 * * * /bin/tag\xf3\xa0\x80\x81 # \xe2\x81\xa6x\n' >>table
printf 'A\xc2\x9b=\xe2\x80\xae\n@daily /bin/x\n' >>table
for form in text json; do
    cronmend import --output $form
    no_controls
    run "$CRONMEND" lint --crontab table --no-host --output $form
    no_controls
done
run "$CRONMEND" lint --crontab table --no-host --output sarif
no_controls
cronmend import
cp "$OUT" jobs-of-it.yaml
cp table hostile
cronmend diff -f jobs-of-it.yaml
no_controls
cronmend apply -f jobs-of-it.yaml
expect_same table hostile
rm -rf state
cronmend apply -f jobs.yaml
cronmend apply -f jobs.yaml
mv before table
cronmend apply -f jobs.yaml
no_controls

about 'history, incidents, reports and a rollback'
run "$CRONMEND" history --state-dir state
no_controls
for id in $(incident_ids); do
    for form in text json markdown; do
        run "$CRONMEND" incident show "$id" --state-dir state --output $form
        expect_status 0
        no_controls
    done
done
run "$CRONMEND" rollback 1 --yes --state-dir state
expect_status 0
no_controls

about 'hostile ids, commands and schedules in a declaration'
printf 'version: 1\njobs:\n  "\\e[31mid":\n    schedule: "\\e[5m * * * *"\n    command: "a\\e[1m"\n' \
    >bad.yaml
cronmend diff -f bad.yaml
expect_status 1
no_controls
printf 'version: 1\n\e[31m: x\n' >raw.yaml
cronmend diff -f raw.yaml
expect_status 1
no_controls

about 'hostile words on the command line'
for words in "diff|-f|${escape}[31m" "diff|--user|${escape}[31m|-f|jobs.yaml" \
    "incident|show|${escape}[31m" "diff|--config|${escape}[31m"; do
    IFS='|' read -r -a arguments <<<"$words"
    run "$CRONMEND" "${arguments[@]}" --state-dir state --crontab /bin/false
    expect_status 1
    no_controls
done

about 'names with everything that a shell would act on'
canary=$PWD/canary
# shellcheck disable=SC2016,SC1003  # nothing of this is to be expanded
for name in 'with space' "it's" 'a"b' "\$(touch $canary)" "\`touch $canary\`" "; touch $canary;" \
    '-rf' '*' $'new\nline' '${HOME}' 'a|b&c>d<e' '\' '~'; do
    about "a file named: $name"
    mkdir -p names
    place=names/$(tr / _ <<<"$name")
    declare_two "$place.yaml"
    "$CRONMEND" apply -f "$place.yaml" --crontab-file "$place.table" --state-dir "$place.state" \
        </dev/null >"$OUT" 2>"$ERR" || {
        STATUS=$?
        fail 'expected it to be done'
    }
    no_controls
    expect_equal 'lines of the table' 4 "$(wc -l <"$place.table")"
    refute_file "$canary"

    about "what the report says to type, with a file named: $name"
    report=$(echo names/*.state/incidents/*.md)
    if [[ $name != $'new\nline' ]]; then
        # shellcheck disable=SC2016
        grep -m 1 '^cronmend diff ' "$report" | sed 's/; echo.*//; s/^cronmend/"$CRONMEND"/' >typed
        bash ./typed >"$OUT" 2>"$ERR" || {
            cat typed
            fail 'expected it to run, and to find all in order'
        }
        refute_file "$canary"
    fi
    rm -r names

    about "a user named: $name"
    run timeout 20 "$CRONMEND" diff -f jobs.yaml --user="$name" --state-dir state \
        --crontab /bin/false
    expect_status 1
    no_controls
    refute_file "$canary"
done

about 'commands of jobs are text, never run'
rm -r state table
declare_one touch.yaml touch '1 1 * * *' "touch $canary; \$(touch $canary)"
cronmend apply -f touch.yaml
expect_status 0
expect_in table "\$(touch $canary)"
cronmend apply -f touch.yaml
refute_file "$canary"
