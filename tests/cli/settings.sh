#!/usr/bin/env bash
# The settings file: what it may say, what it may not, and what the command line overrides.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

mkdir declared
declare_two declared/jobs.yaml

about 'its three settings'
cat >"$SANDBOX/crontab" <<'SH'
#!/bin/sh
echo "no crontab for $(id -un)" >&2
exit 1
SH
chmod +x "$SANDBOX/crontab"
printf 'schedules: [%s]\nstate_dir: %s\ncrontab: %s\n' "$PWD/declared" "$PWD/kept" \
    "$SANDBOX/crontab" >settings.yaml
run "$CRONMEND" diff --config settings.yaml
expect_status 2
expect_out '2 to install'
run "$CRONMEND" apply --config settings.yaml --crontab-file table
expect_status 0
expect_file kept/cronmend.db

about 'whose rules hold: what Debian refuses, busybox takes'
declare_one wrap.yaml wrap "5/2 22-2 * * *" /bin/wrap
cronmend diff -f wrap.yaml --cron debian
expect_status 1
expect_err 'a step needs a range before it'
cronmend diff -f wrap.yaml --cron busybox
expect_status 2
expect_err '"5/2" is 5 alone'
expect_err 'goes on over the end of the field'
printf 'cron: busybox\n' >busybox.yaml
cronmend diff -f wrap.yaml --config busybox.yaml
expect_status 2
cronmend diff -f wrap.yaml --config busybox.yaml --cron debian
expect_status 1
printf 'cron: vixie\n' >vixie.yaml
cronmend diff -f wrap.yaml --config vixie.yaml
expect_status 1
expect_err 'cron: "vixie" is no cron known here'
cronmend diff -f wrap.yaml --cron vixie
expect_status 1
expect_err 'busybox'

about 'one folder, without a list'
printf 'schedules: %s\n' "$PWD/declared" >one.yaml
cronmend diff --config one.yaml
expect_status 0
expect_out '2 entries as declared'

about 'the command line goes first'
declare_one alone.yaml alone '1 1 * * *' /bin/alone
run "$CRONMEND" diff --config settings.yaml -f alone.yaml --state-dir fresh --crontab-file other
expect_status 2
expect_out '1 to install'

about 'unknown keys and relative paths: all of them, with line, column and mend'
printf 'scheduls: /a\nstate_dir: rel/x\ncrontab: bin/crontab\n' >bad.yaml
cronmend diff --config bad.yaml -f declared
expect_status 1
expect_no_out
expect_err 'bad.yaml:1:1: error: "scheduls" is no key of the settings'
expect_err 'did you mean schedules?'
expect_err 'bad.yaml:2:12: error: state_dir: "rel/x" is not an absolute path'
expect_err 'bad.yaml:3:10: error: crontab: "bin/crontab" is not an absolute path'
printf 'schedules: [relative]\n' >bad.yaml
cronmend diff --config bad.yaml
expect_status 1
expect_err 'bad.yaml:1:'

about 'broken YAML'
printf 'schedules: [\n' >bad.yaml
cronmend diff --config bad.yaml -f declared
expect_status 1
grep -qE 'bad\.yaml:[0-9]+:[0-9]+: error: ' "$ERR" || fail 'expected line and column'

about 'a settings file that is named must be there'
cronmend diff --config missing.yaml -f declared
expect_status 1
expect_err missing.yaml
expect_err 'not exist'

about 'an empty one sets nothing'
: >empty.yaml
cronmend diff --config empty.yaml -f declared
expect_status 0

if is_root; then
    about 'root takes no word from a file that others can write'
    chmod 0666 settings.yaml
    cronmend diff --config settings.yaml
    expect_status 1
    expect_err 'can be written by everybody'
    expect_err 'chmod go-w'
    about 'nor a declaration'
    chmod 0777 declared
    cronmend diff -f declared/jobs.yaml
    expect_status 1
    expect_err 'can be written by everybody'
    chmod 0755 declared
    chown daemon declared/jobs.yaml
    cronmend apply -f declared
    expect_status 1
    expect_err 'belongs to daemon'
    about 'nor a state folder'
    declare_two
    mkdir -m 0777 open
    for command in diff apply; do
        run "$CRONMEND" $command -f jobs.yaml --crontab-file table --state-dir open
        expect_status 1
        expect_err 'can be written by everybody'
    done
    [[ -z $(ls -A open) ]] || fail 'expected the folder to stay empty'
fi
