#!/usr/bin/env bash
# A wrong command line: told in one form, with what was probably meant.
# shellcheck disable=SC2016  # the backquotes are for the reader
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

refused() { # WORDS MESSAGE MEND
    about "cronmend $1"
    # shellcheck disable=SC2086  # several words
    run "$CRONMEND" $1
    expect_status 1
    expect_no_out
    expect_equal 'the first line' "cronmend: error: $2" "$(head -n 1 "$ERR")"
    expect_equal 'the second line' "    $3" "$(sed -n 2p "$ERR")"
}

about 'alone: the commands, a line each'
refused '' 'no command was given' 'see `cronmend --help`'
for command in diff apply incident history rollback; do
    grep -qE "^  $command  +[A-Z]" "$ERR" || fail "expected a line for $command"
done

refused dif 'cronmend has no command dif' 'did you mean diff?'
refused 'help dif' 'cronmend has no command dif' 'did you mean diff?'
refused 'dif --help' 'cronmend has no command dif' 'did you mean diff?'
refused plan 'cronmend has no command plan' 'did you mean diff?'
refused xyzzy 'cronmend has no command xyzzy' 'see `cronmend --help`'
refused jobs.yaml 'cronmend has no command jobs.yaml' \
    'give a declaration with -f: cronmend diff -f jobs.yaml'
refused incident 'no command was given to cronmend incident' 'see `cronmend incident --help`'
refused 'incident lst' 'cronmend incident has no command lst' 'did you mean list?'
refused 'incident show' 'cronmend incident show: ID is required' 'see `cronmend incident show --help`'
refused 'diff schedules/a.yaml' 'cronmend diff takes no word schedules/a.yaml' \
    'give a declaration with -f: cronmend diff -f schedules/a.yaml'
refused 'diff now' 'cronmend diff takes no word now' 'see `cronmend diff --help`'
refused 'apply --dry-run' 'cronmend apply has no option --dry-run' '`cronmend diff` is the dry run'
for command in accept rollback; do
    refused "$command --dry-run" "cronmend $command has no option --dry-run" \
        "\`cronmend $command\` without --yes shows what it would do, and asks"
done
refused 'diff --unifed' 'cronmend diff has no option --unifed' 'did you mean --unified?'
refused 'diff --colour never' 'cronmend diff has no option --colour' 'did you mean --color?'
refused 'diff --state-dri=x' 'cronmend diff has no option --state-dri=x' 'did you mean --state-dir?'
refused 'diff -f' 'cronmend diff: --file wants a value' 'see `cronmend diff --help`'
refused 'diff -f -' 'cronmend diff: --file: - is no file: a declaration is read from a file or a folder' \
    'see `cronmend diff --help`'
refused 'apply --crontab-file -' \
    'cronmend apply: --crontab-file: - is no file: a table is read and written in its place' \
    'see `cronmend apply --help`'
refused sta 'cronmend has no command sta' 'see `cronmend --help`'
refused 'diff --output jsn' 'cronmend diff: --output: jsn is not one of text, json' \
    'see `cronmend diff --help`'
refused 'diff --output markdown' 'cronmend diff: --output: markdown is not one of text, json' \
    'see `cronmend diff --help`'
refused 'lint --output markdown' 'cronmend lint: --output: markdown is not one of text, json, sarif' \
    'see `cronmend lint --help`'
refused '--output x incident show y' \
    'cronmend incident show: --output: x is not one of text, json, markdown' \
    'see `cronmend incident show --help`'
for number in -2 0 x 1x 1.5 99999999999999999999; do
    refused "history --limit $number" \
        "cronmend history: --limit: $number is not a whole number from 1" \
        'see `cronmend history --help`'
    refused "incident list --limit $number" \
        "cronmend incident list: --limit: $number is not a whole number from 1" \
        'see `cronmend incident list --help`'
done
refused 'rollback x --output json' 'cronmend rollback: ID: x is not a whole number from 1' \
    'see `cronmend rollback --help`'

about 'help COMMAND is COMMAND --help'
for command in '' diff 'incident list'; do
    # shellcheck disable=SC2086
    run "$CRONMEND" $command --help
    cp "$OUT" page
    # shellcheck disable=SC2086
    run "$CRONMEND" help $command
    expect_status 0
    expect_same page "$OUT"
done

about 'each page lists the common options too'
for command in diff 'incident list' rollback; do
    # shellcheck disable=SC2086
    run "$CRONMEND" $command --help
    for option in --file --user --config --state-dir --output --color --crontab-file --verbose; do
        expect_out "$option "
    done
done
