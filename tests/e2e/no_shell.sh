#!/usr/bin/env bash
# Law 9: no shell. Whatever a declaration or a table holds, cronmend starts crontab alone, with an
# argument list of its own: no shell, no other program, nothing of the text in the arguments.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
# shellcheck source=../support/dry_run.sh
source "$SOURCE/tests/support/dry_run.sh"
need_real_crontab
can_trace || skip 'strace is not there, or may not trace'
make_user
alice=$MADE

# What a shell would make something of, in every place that text comes from.
seed=${CRONMEND_SEED:-$(date +%s)}
RANDOM=$seed
# shellcheck disable=SC2016,SC1003
pieces=('$(touch ran)' '`touch ran`' '; touch ran' '| touch ran' '&& touch ran' '> ran' '"' "'" '\' '%'
    '$HOME' '*' '{a,b}' '!!' '~' '#' ' -u root ' '--' '$((1+1))' '(touch ran)' '&')
hostile() {
    local text=x i
    for ((i = 0; i < 1 + RANDOM % 5; i++)); do
        text+=${pieces[RANDOM % ${#pieces[@]}]}
    done
    printf %s "$text"
}
yaml_word() { printf "'%s'" "${1//\'/\'\'}"; }

# The programs that were started, but for cronmend itself: the calls of execve that came off, with
# their arguments.
started() {
    grep -aE 'execve\(' "$TRACE" | grep -a ' = 0$' | sed -n '2,$p' |
        grep -aoE 'execve\([^]]*\]' | sort -u
}
crontab=$(command -v crontab)
expect_crontab_alone() {
    local call calls=0
    while IFS= read -r call; do
        case $call in
            "execve(\"$crontab\", [\"$crontab\", \"-u\", \"$alice\", \"-l\"]") ;;
            "execve(\"$crontab\", [\"$crontab\", \"-u\", \"$alice\", \"-\"]") ;;
            "execve(\"$crontab\", [\"$crontab\", \"-u\", \"$alice\", \"-r\"]") ;;
            *) fail "seed $seed: expected no program to be started but crontab, saw $call" ;;
        esac
        calls=$((calls + 1))
    done < <(started)
    ((calls >= $1)) || fail "seed $seed: the trace shows $calls calls of crontab"
}
traced() {
    run env ASAN_OPTIONS=detect_leaks=0 strace -f -qq -s 4096 -o "$TRACE" -e trace=execve,execveat \
        "$CRONMEND" "$@" --state-dir "$STATE"
}

for round in 1 2 3 4 5 6; do
    about "seed $seed, round $round"
    cat >jobs.yaml <<YAML
version: 1
defaults: {user: $alice}
jobs:
  hostile:
    schedule: "0 $round * * *"
    command: $(yaml_word "$(hostile)")
    description: $(yaml_word "$(hostile)")
    runbook: $(yaml_word "$(hostile)")
    stdin: $(yaml_word "$(hostile)")
    environment: {NOTE: $(yaml_word "$(hostile)"), MAILTO: $(yaml_word "$(hostile)")}
YAML
    {
        # Of a program of its own, or it may be taken for an edit of the job's entry.
        printf '1 1 * * * /opt/others %s\n' "$(hostile)"
        printf '# %s\n' "$(hostile)"
        printf 'NAME="x%s"\n' "$(hostile | tr -d "\"'")"
    } | install_table "$alice"
    traced diff -f jobs.yaml --unified --foreign
    expect_status 2
    expect_crontab_alone 1
    traced apply -f jobs.yaml
    expect_status 0
    expect_crontab_alone 2
    crontab -u "$alice" -r
    traced apply -f jobs.yaml
    expect_status 0
    expect_crontab_alone 2
    id=$(newest_incident)
    for command in "incident show $id" "incident show $id --output markdown" 'incident list' history; do
        # shellcheck disable=SC2086
        traced $command
        expect_status 0
        expect_equal 'programs started' '' "$(started)"
    done
    traced rollback "$(grep -o '^ *[0-9]*' "$OUT" | head -n 1 | tr -d ' ')" --yes
    expect_status 0
    expect_crontab_alone 2
    pass -f jobs.yaml --resume
    expect_status 0
    expect_equal 'what the text made somebody do' '' "$(find "$SANDBOX" -name ran)"
done

about 'nor does the program know how to ask a shell'
run grep -rnE '\b(system|popen|wordexp|execlp|execvp|execvpe)\(' "$SOURCE/src" "$SOURCE/include"
expect_no_out
