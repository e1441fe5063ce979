#!/usr/bin/env bash
# What is wrong with what was asked or declared: where, what, and how to mend it. All of it.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

declare_two

about 'the command line'
for words in '' frob 'diff --nope' 'diff extra' 'diff --output xml' 'diff --color sometimes' \
    'apply --unified' 'rollback' 'rollback x' 'rollback 1 2' 'incident' 'incident show' \
    'incident frob' 'incident list --status shut' 'incident list --limit many' 'history --show x' \
    'diff -f' 'diff --output 1'; do
    about "cronmend $words"
    # shellcheck disable=SC2086  # several words
    run "$CRONMEND" $words
    expect_status 1
    expect_no_out
    expect_err --help
done
about 'what it did not understand is named'
run "$CRONMEND" diff --nope
expect_err --nope
run "$CRONMEND" frob
expect_err frob

about 'a declaration that is not there'
cronmend apply -f nowhere/jobs.yaml
expect_status 1
expect_err 'nowhere/jobs.yaml does not exist'
refute_file table

about 'every problem, with file, line, column, text and mend'
cat >bad.yaml <<'YAML'
version: 1
zone: UTC
jobs:
  Big:
    schedule: "61 * * * *"
    comand: /bin/x
  star:
    schedule: * * * * *
    command: /bin/x
  lines:
    schedule: "@noon"
    command: "a\nb"
YAML
for command in diff apply; do
    cronmend $command -f bad.yaml
    expect_status 1
    expect_no_out
    expect_err 'bad.yaml:2:1: error: "zone" is no key of a declaration'
    expect_err 'did you mean timezone?'
    expect_err 'bad.yaml:4:3: error: "Big" cannot be a job'"'"'s id'
    expect_err 'such as big'
    expect_err 'bad.yaml:5:16: error: cron would refuse the schedule "61 * * * *": bad minute'
    expect_err 'bad.yaml:6:5: error: "comand" is no key of a job'
    expect_err 'did you mean command?'
    expect_err 'bad.yaml:8:15: error: "* * * * *" needs quotes'
    expect_err 'write schedule: "* * * * *"'
    expect_err 'bad.yaml:11:15: error: cron would refuse the schedule "@noon"'
    expect_err 'bad.yaml:12:14: error: command holds a newline'
    refute_file table
done
refute_file state/incidents

about 'YAML that is no YAML'
printf 'version: 1\njobs: [\n' >broken.yaml
cronmend diff -f broken.yaml
expect_status 1
expect_err 'broken.yaml:'
grep -qE 'broken\.yaml:[0-9]+:[0-9]+: error: ' "$ERR" || fail 'expected line and column'

about 'a folder: every *.yaml in it, and nothing else'
mkdir folder
declare_one folder/a.yaml a '1 1 * * *' /bin/a
declare_one folder/b.yaml b '2 2 * * *' /bin/b
printf 'not: [yaml\n' >folder/notes.txt
printf 'not: [yaml\n' >folder/.hidden.yaml
cronmend diff -f folder
expect_status 2
expect_out '2 to install'

about 'an id stands once over all files'
declare_one folder/c.yaml a '3 3 * * *' /bin/c
cronmend diff -f folder
expect_status 1
expect_err 'folder/c.yaml:3:3: error: '
expect_err 'folder/a.yaml:3'
rm folder/c.yaml

about 'bad files among good ones are all told'
printf 'version: 1\njobs: {X: 1}\n' >folder/y.yaml
printf 'version: 2\njobs: {}\n' >folder/z.yaml
cronmend diff -f folder
expect_status 1
expect_err 'folder/y.yaml:2:'
expect_err 'folder/z.yaml:1:'
rm folder/y.yaml folder/z.yaml

about 'one file named twice, and in its folder, is read once'
cronmend diff -f folder -f folder/a.yaml -f ./folder/a.yaml
expect_status 2
expect_out '2 to install'

about 'jobs of another user than the table is of'
declare_one other.yaml other '1 1 * * *' /bin/o 'user: daemon'
cronmend diff -f other.yaml
expect_status 1
expect_err 'other.yaml:3:3: job other is for the crontab of daemon'
refute_file table

about 'a declaration that is no file'
mkfifo fifo.yaml
for what in fifo.yaml /dev/zero; do
    run timeout 10 "$CRONMEND" diff -f $what --crontab-file table --state-dir state
    expect_status 1
    expect_err "$what"
done

about 'a user name that is none'
for name in '' '-x' 'a/b' '../root' $'a\nb'; do
    run timeout 10 "$CRONMEND" diff -f folder --user="$name" --state-dir other-state \
        --crontab /bin/false
    expect_status 1
    refute_file other-state
done

about 'a file that is not there: the nearest name, or where it was looked for'
declare_two schedule.yaml
cronmend diff -f shedule.yaml
expect_status 1
expect_err 'did you mean schedule.yaml?'
cronmend diff -f nowhere/at-all.yaml
expect_status 1
expect_err "it was looked for at $PWD/nowhere/at-all.yaml"
: >crontabs
for words in 'lint jobs.yml' 'lint --crontab crontab' 'lint --system crontab' 'import crontab'; do
    # shellcheck disable=SC2086  # several words
    run "$CRONMEND" $words
    expect_status 1
    expect_err 'did you mean '
    # shellcheck disable=SC2086
    run "$CRONMEND" ${words% *} nowhere/at-all
    expect_status 1
    expect_err "it was looked for at $PWD/nowhere/at-all; name a"
done

about 'all users and zones that are none, at once'
cat >strangers.yaml <<'YAML'
version: 1
timezone: Europe/Berln
jobs:
  one: {schedule: "0 3 * * *", command: /bin/x, user: no-such-one}
  two: {schedule: "0 4 * * *", command: /bin/x, user: no-such-two}
YAML
run "$CRONMEND" diff -f strangers.yaml --state-dir state
expect_status 1
expect_err 'strangers.yaml:2:11: error: timezone: there is no time zone "Europe/Berln" on this host'
expect_err 'did you mean Europe/Berlin?'
if is_root; then
    expect_err 'strangers.yaml:4:55: error: job one: there is no user no-such-one on this host'
    expect_err 'strangers.yaml:5:55: error: job two: there is no user no-such-two on this host'
fi
sed -i /timezone/d strangers.yaml
cronmend diff -f strangers.yaml
expect_status 1
expect_err 'strangers.yaml:3:3: job one is for the crontab of no-such-one'
expect_err 'job two (strangers.yaml:4:3) for that of no-such-two'
run "$CRONMEND" diff -f strangers.yaml --state-dir state --crontab-file table --user "$(id -un)"
expect_err 'those that are here are for no-such-one, no-such-two'

about 'the same beside all else that is wrong, also by lint, and again on the next run'
cat >medley.yaml <<'YAML'
version: 1
timezone: Europe/Berln
defaults:
  user: no-such-one
jobs:
  one:
    schedule: "0 3 * * *"
    comand: /bin/x
  two:
    schedule: "61 * * * *"
    command: /bin/x
    user: no-such-two
  three:
    schedule: "0 4 * * *"
    command: /bin/y
  three:
    schedule: "0 5 * * *"
    command: /bin/z
YAML
for words in 'diff -f' 'diff -f' 'apply -f' lint; do
    # shellcheck disable=SC2086  # several words
    run "$CRONMEND" $words medley.yaml ${words:+--state-dir state}
    expect_status 1
    said=$ERR
    [[ $words != lint ]] || said=$OUT
    expect_in "$said" 'medley.yaml:2:11: error: '
    expect_in "$said" 'there is no time zone "Europe/Berln" on this host'
    expect_in "$said" 'medley.yaml:8:5: error: "comand" is no key of a job'
    expect_in "$said" 'medley.yaml:10:16: error: cron would refuse the schedule "61 * * * *"'
    expect_in "$said" 'medley.yaml:16:3: error: the job "three" is there twice'
    if is_root; then
        expect_in "$said" 'medley.yaml:4:9: error: '
        expect_in "$said" 'medley.yaml:12:11: error: '
    fi
done

about 'no crontab program'
run env PATH="$SANDBOX" "$CRONMEND" diff -f jobs.yaml --state-dir state
expect_status 1
expect_err 'there is no program crontab'
expect_err 'install cron (the package is cron on Debian and Ubuntu, cronie on '
run "$CRONMEND" diff -f jobs.yaml --state-dir state --crontab nowhere/crontab
expect_status 1
expect_err 'there is no program nowhere/crontab that this user may run'
expect_err 'name the one that is there with --crontab'
cronmend diff --config nope -f schedule.yaml
expect_status 1
expect_err 'name the file with your settings, or leave --config out'

about 'a quote inside quotes'
printf 'version: 1\njobs:\n  a:\n    schedule: "1 1 * * *"\n    command: "echo "hi""\n' >quotes.yaml
cronmend diff -f quotes.yaml
expect_status 1
expect_err 'the value ends at its second quote'
expect_err "write command: 'echo \"hi\"'"

about 'what a shell starts a line with, and a block on the line of its key, as it has to be typed'
cat >shell.yaml <<'YAML'
version: 1
jobs:
  a:
    schedule: "1 1 * * *"
    command: [ -x /usr/bin/foo ] && foo
  b:
    schedule: "2 2 * * *"
    command: | /bin/b
  c:
    schedule: "3 3 * * *"
    command:/bin/c
    mode: no
YAML
cronmend diff -f shell.yaml
expect_status 1
expect_err 'shell.yaml:5:14: error: "[ -x /usr/bin/foo ] && foo" needs quotes: a [ first starts a list in YAML'
expect_err 'write command: "[ -x /usr/bin/foo ] && foo"'
expect_err 'shell.yaml:8:14: error: the text of a block starts on the line below its |, in "command: | /bin/b"'
expect_err '        command: |-'
expect_err '          /bin/b'
expect_err 'shell.yaml:11:5: error: there is no blank behind the colon, in "command:/bin/c"'
expect_err 'write command: /bin/c'
expect_err 'shell.yaml:12:11: error: mode is "no"'
