#!/usr/bin/env bash
# Colour where a terminal shows it, and nowhere else unless asked for.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

declare_two
escape=$'\e['

about 'into a pipe: none'
cronmend diff -f jobs.yaml
refute_out "$escape"
about 'always'
cronmend diff -f jobs.yaml --color always
expect_status 2
expect_out "${escape}32m"
run env NO_COLOR=1 "$CRONMEND" diff -f jobs.yaml --color always --crontab-file table --state-dir state
expect_out "$escape"
about 'JSON has none, whatever is asked for'
cronmend diff -f jobs.yaml --color always --output json
refute_out "$escape"

command -v script >/dev/null || {
    leave_out 'terminals: there is no script(1) to make one with'
    exit 0
}
on_terminal() { # ENVIRONMENT… -- ARGUMENTS…
    local environment=()
    while [[ $1 != -- ]]; do
        environment+=("$1")
        shift
    done
    shift
    # script(1) runs a shell line; what is told to it goes through its environment.
    # shellcheck disable=SC2016
    run env "${environment[@]}" ARGUMENTS="$*" \
        script -qec '"$CRONMEND" $ARGUMENTS --crontab-file table --state-dir state' /dev/null
}
about 'on a terminal'
on_terminal TERM=xterm -- diff -f jobs.yaml
expect_status 2
expect_out "${escape}32m"
on_terminal TERM=xterm -- diff -f jobs.yaml --color never
refute_out "$escape"
on_terminal TERM=xterm NO_COLOR=1 -- diff -f jobs.yaml
refute_out "$escape"
on_terminal TERM=xterm NO_COLOR= -- diff -f jobs.yaml
expect_out "$escape"
on_terminal TERM=dumb -- diff -f jobs.yaml
refute_out "$escape"
