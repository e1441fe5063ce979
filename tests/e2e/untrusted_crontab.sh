#!/usr/bin/env bash
# Root runs no crontab program that others can write, however it is found: neither to look nor to
# write. Everybody else runs what they like.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
need_real_crontab
need_python
make_user
alice=$MADE
declare_backups "$alice"
pass -f backup.yaml
expect_status 0
as_user "$alice" crontab -r

# A program that leaves a trace if it is run at all, and is the real one besides.
mkdir bin
cat >bin/crontab <<SH2
#!/bin/sh
echo "\$*" >>$PWD/ran
exec $(command -v crontab) "\$@"
SH2
chmod 755 bin/crontab
expect_refused() { # PLACE MEND
    local command
    for command in 'diff -f backup.yaml' 'apply -f backup.yaml' 'rollback 1 --yes'; do
        for how in "--crontab $PWD/bin/crontab" "--crontab crontab" "--config settings.yaml"; do
            about "$command $how: $CASE_OF"
            # shellcheck disable=SC2086
            run env PATH="$PWD/bin:$PATH" "$CRONMEND" $command $how --state-dir "$STATE"
            expect_status 1
            expect_err 'the crontab program cannot be trusted'
            expect_err "$1"
            expect_err "$2"
            refute_file ran
            refute_file "$SPOOL/$alice"
        done
    done
    # shellcheck disable=SC2086
    run "$CRONMEND" apply -f backup.yaml --crontab "$PWD/bin/crontab" --state-dir "$STATE" --output json
    expect_status 1
    expect_json '"applied" not in d and "cannot be trusted" in d["diagnostics"][0]["summary"]'
}
printf 'crontab: %s\n' "$PWD/bin/crontab" >settings.yaml

CASE_OF='others can write it'
chmod o+w bin/crontab
expect_refused "$PWD/bin/crontab can be written by everybody" 'with --crontab, such as'
chmod o-w bin/crontab

CASE_OF='its group can write it'
chown root:"$(id -g "$alice")" bin/crontab
chmod g+w bin/crontab
expect_refused "$PWD/bin/crontab can be written by its group" 'with --crontab, such as'
chmod g-w bin/crontab

CASE_OF='it belongs to somebody else'
chown "$alice" bin/crontab
expect_refused "belongs to $alice" 'with --crontab, such as'
chown root:root bin/crontab

CASE_OF='others can write its folder'
chmod 777 bin
expect_refused "$PWD/bin can be written by everybody" 'with --crontab, such as'
chmod 755 bin

CASE_OF='a link of somebody else leads to it'
mv bin/crontab bin/real
as_user "$alice" ln -s "$PWD/bin/real" "$(home_of "$alice")/crontab"
ln -s "$(home_of "$alice")/crontab" bin/crontab
expect_refused "belongs to $alice" 'with --crontab, such as'
rm bin/crontab
mv bin/real bin/crontab

about 'in order, it is run'
run "$CRONMEND" apply -f backup.yaml --crontab "$PWD/bin/crontab" --state-dir "$STATE"
expect_status 0
expect_backups "$SPOOL/$alice"
expect_in ran "-u $alice -"

about 'a user may run a program of their own'
cp "$SOURCE/schedules/backup.yaml" own.yaml
chmod 644 own.yaml
own=$(home_of "$alice")/own-crontab
printf '#!/bin/sh\nexec crontab "$@"\n' | as_user "$alice" tee "$own" >/dev/null
as_user "$alice" chmod 777 "$own"
run as_user "$alice" "$CRONMEND" diff -f "$PWD/own.yaml" --crontab "$own"
expect_status 0
