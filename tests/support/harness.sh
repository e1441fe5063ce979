# shellcheck shell=bash
# What the shell tests share. Source it first:
#
#   source "$(dirname "$0")/../support/harness.sh"
#
# It needs CRONMEND, the program under test, and gives the test a folder of its own as working
# folder, gone when the test ends. `run` keeps what a program printed, `expect_*` look at it; the
# first that fails says what was expected and what was seen, and ends the test with status 1.
# `skip REASON` ends it with status 77.
set -euo pipefail

: "${CRONMEND:?the program under test}"
[[ -x $CRONMEND ]] || {
    printf '%s is not a program\n' "$CRONMEND" >&2
    exit 1
}
CRONMEND=$(realpath "$CRONMEND")
SOURCE=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
PYTHON=${PYTHON:-python3}
# Some pythons stand where another user cannot get at them.
"$PYTHON" -c "" 2>/dev/null || PYTHON=/usr/bin/python3
SCRIPT=$(realpath "$0")
export CRONMEND SOURCE SCRIPT

# Nothing of the caller's that the program, or bash, would heed.
unset NO_COLOR TERM XDG_CONFIG_HOME XDG_STATE_HOME CRONMEND_KILL_AFTER CDPATH
export LC_ALL=C
umask 022

ENDINGS=()
STATUS=0
CASE=
LAST=
SANDBOX=$(mktemp -d)

finish() {
    local status=$?
    trap - EXIT
    set +e
    cd / || status=1
    local i
    for ((i = ${#ENDINGS[@]} - 1; i >= 0; i--)); do
        "${ENDINGS[i]}" || status=1
    done
    chmod -R u+rwX "$SANDBOX" 2>/dev/null
    rm -rf "$SANDBOX"
    exit "$status"
}
trap finish EXIT
end_on_signals() {
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}
end_on_signals

# Runs this function when the test ends, however it does; the last one first.
at_end() { ENDINGS+=("$1"); }

mkdir "$SANDBOX/work"
cd "$SANDBOX/work"
OUT=$SANDBOX/out
ERR=$SANDBOX/err

# Names what the following lines are about; a failure repeats it.
about() { CASE=$*; }

skip() {
    printf 'skipped: %s\n' "$*"
    exit 77
}

# Says what this machine cannot show; the rest of the test stands.
leave_out() { printf 'left out: %s\n' "$*"; }

show() {
    printf '  --- %s\n' "$1"
    sed 's/^/  | /' "$2" | cat -v
}

fail() {
    {
        local frame=0 where
        while where=$(caller $frame); do
            [[ $where == *harness.sh ]] || printf 'at line %s\n' "$where"
            frame=$((frame + 1))
        done
        [[ -z $CASE ]] || printf 'about: %s\n' "$CASE"
        printf '%s\n' "$*" | cat -v
        if [[ -n $LAST ]]; then
            printf 'ran: %s\nexit status: %s\n' "$LAST" "$STATUS"
            show 'standard output' "$OUT"
            show 'standard error' "$ERR"
        fi
    } >&2
    exit 1
}

# Runs a program with no input; its status is in STATUS, what it printed in the files OUT and ERR.
run() {
    LAST=$(printf '%q ' "$@")
    STATUS=0
    # Behind a second command, so that what the shell says of a killed program is kept too.
    ("$@" </dev/null || exit $?) >"$OUT" 2>"$ERR" || STATUS=$?
}

# The same for the program under test on the table ./table, with its state in ./state.
cronmend() { run "$CRONMEND" "$@" --crontab-file table --state-dir state; }

expect_status() {
    [[ $STATUS == "$1" ]] || fail "expected exit status $1, saw $STATUS"
}

contains() { grep -qF -e "$2" -- "$1"; }

expect_out() { contains "$OUT" "$1" || fail "expected on standard output: $1"; }
expect_err() { contains "$ERR" "$1" || fail "expected on standard error: $1"; }
refute_out() { ! contains "$OUT" "$1" || fail "not expected on standard output: $1"; }
refute_err() { ! contains "$ERR" "$1" || fail "not expected on standard error: $1"; }
expect_no_out() { [[ ! -s $OUT ]] || fail "expected nothing on standard output"; }
expect_no_err() { [[ ! -s $ERR ]] || fail "expected nothing on standard error"; }

expect_in() { contains "$1" "$2" || { show "$1" "$1" >&2; fail "expected in $1: $2"; }; }
refute_in() { ! contains "$1" "$2" || { show "$1" "$1" >&2; fail "not expected in $1: $2"; }; }

expect_equal() { # WHAT EXPECTED SEEN
    [[ $2 == "$3" ]] || fail "$(printf '%s: expected\n%s\nsaw\n%s' "$1" "$2" "$3")"
}

expect_same() { # EXPECTED SEEN, two files or pipes, byte for byte
    cat -- "$1" >"$SANDBOX/expected"
    cat -- "$2" >"$SANDBOX/seen"
    cmp -s "$SANDBOX/expected" "$SANDBOX/seen" || {
        diff -u --text "$SANDBOX/expected" "$SANDBOX/seen" | cat -v >&2
        fail "expected $2 to hold the bytes of $1"
    }
}

expect_file() { [[ -e $1 ]] || fail "expected $1 to be there"; }
refute_file() { [[ ! -e $1 ]] || fail "expected $1 not to be there"; }

# How many lines of a file hold a text.
count_in() { grep -cF -e "$2" -- "$1" || true; }
expect_count() { # FILE TEXT COUNT
    expect_equal "lines of $1 with '$2'" "$3" "$(count_in "$1" "$2")"
}

# One expression of python over what was printed as JSON, which it calls `d`. It must hold.
expect_json() {
    "$PYTHON" - "$OUT" "$1" <<'PYTHON' || fail "expected of the JSON on standard output: $1"
import json, sys
with open(sys.argv[1], encoding="utf-8") as file:
    d = json.load(file)
sys.exit(0 if eval("(" + sys.argv[2] + ")") else 1)
PYTHON
}
json() { # EXPRESSION, printed
    "$PYTHON" -c 'import json, sys
with open(sys.argv[1], encoding="utf-8") as file:
    d = json.load(file)
print(eval("(" + sys.argv[2] + ")"))' "$OUT" "$1"
}
need_python() { "$PYTHON" -c '' 2>/dev/null || skip "there is no python3 to read JSON with"; }

is_root() { [[ $(id -u) == 0 ]]; }

# The declaration most tests start from.
declare_two() {
    cat >"${1:-jobs.yaml}" <<'YAML'
version: 1
jobs:
  first:
    schedule: "5 1 * * *"
    command: /bin/first --go
  second:
    schedule: "10 2 * * mon"
    command: /bin/second
    severity: critical
YAML
}

# A declaration of one job: FILE ID SCHEDULE COMMAND [LINE…], the lines being more keys of it.
declare_one() {
    local file=$1
    printf 'version: 1\njobs:\n  %s:\n    schedule: "%s"\n    command: %s\n' \
        "$2" "$3" "$4" >"$file"
    shift 4
    (($# == 0)) || printf '    %s\n' "$@" >>"$file"
}

# The table ./table as it is once ./jobs.yaml was applied to what stands there.
settle() {
    cronmend apply -f jobs.yaml
    expect_status 0
}

# The ids of all incidents, newest first.
incident_ids() { "$CRONMEND" incident list --state-dir state | grep -o '^INC-[^ ]*' || true; }
incident_count() { incident_ids | wc -l; }

# True if the program was built with its fault points.
has_fault_points() {
    local folder=$SANDBOX/probe
    mkdir -p "$folder"
    declare_two "$folder/jobs.yaml"
    run env CRONMEND_KILL_AFTER=1 "$CRONMEND" apply -f "$folder/jobs.yaml" \
        --crontab-file "$folder/table" --state-dir "$folder/state"
    LAST=
    [[ $STATUS == 137 ]]
}

# Everything below some folders: names, kinds, modes, owners, sizes, times to the nanosecond,
# contents. Two of these differ if anything was written.
listing_of() {
    local place
    for place in "$@"; do
        [[ -e $place ]] || {
            printf 'absent %s\n' "$place"
            continue
        }
        find "$place" -printf '%p %y %m %U %s %T@ %C@\n' | sort
        find "$place" -type f -exec cksum {} + | sort -k3
    done
}
