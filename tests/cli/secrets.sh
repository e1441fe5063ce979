#!/usr/bin/env bash
# Secrets reach no diff, report or log. The crontab holds them, and so does the history, which is
# the table itself: both are for their owner's eyes alone.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

secret=Sw0rdF1sh
cat >jobs.yaml <<YAML
version: 1
jobs:
  dump:
    schedule: "5 1 * * *"
    command: PGPASSWORD=$secret pg_dump --password=$secret shop | curl -u backup:$secret https://b:$secret@example.org/
    environment: {API_TOKEN: $secret}
YAML
printf 'MYSQL_PWD=%s\nDB_PASSPHRASE=correct horse %s\n0 0 * * * mysqldump -p%s shop\n' $secret $secret $secret >table

nowhere() {
    refute_out $secret
    refute_err $secret
}

for command in diff 'diff --unified --foreign' 'diff --output json' apply; do
    about "cronmend $command"
    # shellcheck disable=SC2086  # several words
    cronmend $command -f jobs.yaml -v
    nowhere
    expect_out redacted
done
expect_in table "PGPASSWORD=$secret pg_dump"

about 'a change of the secret itself'
sed -i "s/PGPASSWORD=$secret/PGPASSWORD=$secret-2/" table
for command in 'diff --unified' 'diff --output json' 'apply --output json'; do
    # shellcheck disable=SC2086
    cronmend $command -f jobs.yaml
    nowhere
done
sed -i 's/^5 1 /#5 1 /' table
cronmend apply -f jobs.yaml
expect_status 0
nowhere

about 'a variable that the command exports is told when it gets there, with the way to keep it out'
printf 'version: 1\njobs:\n  a:\n    schedule: "7 1 * * *"\n    command: pg_dump\n    environment: {PGPASSWORD: %s, LANG: C}\n' \
    $secret >exposed.yaml
make='(umask 077; touch ~/.cron.env; chmod 600 ~/.cron.env)'
exposed='the variable PGPASSWORD of job a seems to hold a secret, and is set in the command'
for command in diff apply; do
    run "$CRONMEND" $command -f exposed.yaml --crontab-file exposed --state-dir exposed-state
    expect_err "$exposed"
    expect_err "        $make"
    expect_err '        command: set -a; . ~/.cron.env; set +a; COMMAND'
    nowhere
done
run "$CRONMEND" apply -f exposed.yaml --crontab-file exposed --state-dir exposed-state
refute_err 'seems to hold a secret'
run "$CRONMEND" diff -f exposed.yaml --crontab-file exposed --state-dir exposed-state -v
expect_err "$exposed"
run "$CRONMEND" lint exposed.yaml --no-host
expect_out 'where the list of processes shows it'
expect_out "$make"

about 'for another user the file is made as that user, and what it holds stays'
sed 's/    command: pg_dump/&\n    user: nobody/' exposed.yaml >others.yaml
run "$CRONMEND" lint others.yaml --no-host
expect_out "su -s /bin/sh -c 'umask 077; touch ~/.cron.env; chmod 600 ~/.cron.env' nobody    # then NAME='value' lines into ~nobody/.cron.env"
mkdir home
(umask 022 && echo "A='b'" >home/.cron.env)
HOME=$PWD/home sh -c "$make"
expect_equal 'the file' "600 A='b'" "$(stat -c %a home/.cron.env) $(cat home/.cron.env)"
rm home/.cron.env
HOME=$PWD/home sh -c "$make"
expect_equal 'a new file' 600 "$(stat -c %a home/.cron.env)"

about 'a line of the table that sets it: not told until the entry has to be put back; import tells it'
printf 'PGPASSWORD=%s\n7 1 * * * pg_dump\n' $secret >lines
cp lines lines.kept
run "$CRONMEND" import lines
expect_status 0
expect_err 'the variable PGPASSWORD of 1 job seems to hold a secret'
expect_err '        command: set -a; . ~/.cron.env; set +a; COMMAND'
cp "$OUT" imported.yaml
run "$CRONMEND" diff -f imported.yaml --crontab-file lines --state-dir lines-state
expect_status 0
refute_err 'seems to hold a secret'
: >lines
run "$CRONMEND" diff -f imported.yaml --crontab-file lines --state-dir lines-state
expect_err 'the variable PGPASSWORD of job pg_dump seems to hold a secret'
nowhere

about 'what import prints into a file that others can read'
open='the file that this YAML goes into, with what seem to be secrets, can be read by others'
printf '7 1 * * * mysqldump -p%s shop\n8 1 * * * chpasswd%%root:%s\n' $secret $secret >commands
for table in lines.kept commands; do
    (umask 022 && rm -f "$OUT" && : >"$OUT")
    run "$CRONMEND" import $table
    expect_err "$open"
    # shellcheck disable=SC2016
    expect_err 'chmod 600 it; next time say `umask 077` before'
    chmod 600 "$OUT"
    run "$CRONMEND" import $table
    refute_err "$open"
    chmod 644 "$OUT"
done
expect_err 'the command of 2 jobs seems to hold a secret: it stands in this YAML'
refute_err $secret
echo '7 1 * * * /opt/dump' >harmless
run "$CRONMEND" import harmless
expect_no_err

about 'incidents'
for id in $(incident_ids); do
    for form in text json markdown; do
        run "$CRONMEND" incident show "$id" --state-dir state --output $form
        expect_status 0
        nowhere
    done
    refute_in "state/incidents/$id.md" $secret
done

about 'history and rollback, but for the table on demand'
for form in text json; do
    run "$CRONMEND" history --state-dir state --output $form
    nowhere
done
run "$CRONMEND" rollback 1 --yes --state-dir state
expect_status 0
nowhere
run "$CRONMEND" history --show 1 --state-dir state
expect_out $secret

about 'what is wrong with the line that holds it'
sed 's/"5 1 /"5x 1 /; s/command: /command: "/' jobs.yaml >bad.yaml
cronmend diff -f bad.yaml
expect_status 1
nowhere
cronmend diff -f bad.yaml --output json
nowhere

about 'a crontab program that repeats the table'
cat >"$SANDBOX/refuses" <<'SH'
#!/bin/sh
case "$*" in
*-l) echo "no crontab for $CRONTAB_OWNER" >&2 ;;
*) cat >&2 ;;
esac
exit 1
SH
sed -i "s/\$CRONTAB_OWNER/$(id -un)/" "$SANDBOX/refuses"
chmod +x "$SANDBOX/refuses"
run "$CRONMEND" apply -f jobs.yaml --crontab "$SANDBOX/refuses" --state-dir refused
expect_status 1
nowhere
expect_equal 'reports' 1 "$(find refused/incidents -name '*.md' | wc -l)"
! grep -rqF $secret refused/incidents || fail "a report tells the secret"

about 'what holds it is for its owner'
expect_equal 'modes in the state folder' '600' \
    "$(find state -type f -printf '%m\n' | sort -u)"
expect_equal 'mode of the state folder' 700 "$(stat -c %a state)"

about 'accept: values over several lines too'
rm -rf state table
cat >jobs.yaml <<YAML
version: 1
jobs:
  dump:
    schedule: "5 1 * * *"
    command: >-
      /opt/dump --password
      $secret shop
    environment:
      API_TOKEN: |-
        $secret
      OTHER: shown
YAML
settle
cp jobs.yaml kept
cp table settled
for change in 's/^5 1 /6 1 /' 's/ shop/ shops/'; do
    sed "$change" settled >table
    for form in text json; do
        cp kept jobs.yaml
        cronmend accept -f jobs.yaml --yes --output $form
        expect_status 0
        nowhere
        expect_out redacted
    done
done

about 'lint and import, which quote the lines of a crontab'
cat >odd <<CRON
PASSWORD+=$secret
API_TOKEN = $secret
AWS_KEY=$secret
0 3 * * PGPASSWORD=$secret pg_dump shop
# old: 0 3 * * * mysqldump -p$secret shop
0 4 * * * curl -su backup:$secret https://example.org/ # by hand, was -u me:$secret
0 4 * * *  curl -su backup:$secret https://example.org/ # by hand, was -u me:$secret
0 5 * * * mysql -e "ALTER USER x IDENTIFIED BY '$secret'" > /dev/null 2>&1 %x
@dialy --password=$secret
CRON
for form in text json sarif; do
    run "$CRONMEND" lint --crontab odd --output $form
    expect_status 1
    nowhere
done
run "$CRONMEND" import odd
refute_err $secret
grep '^ *#' "$OUT" >remarks
expect_in remarks 'was -u me:'
refute_in remarks $secret
for place in '^ *description:' '^  [a-z].*:$'; do # what goes into reports, mails and markers
    ! grep "$place" "$OUT" | grep -qi $secret || fail "$place tells the secret"
done
need_python
run "$CRONMEND" import odd --output json
refute_err $secret
expect_json "d['diagnostics'] and '$secret' not in str(d['diagnostics'])"

about 'the input of a program that wants a secret'
rm -rf table state
cat >input.yaml <<YAML
version: 1
jobs:
  rotate-token:
    schedule: "5 1 * * *"
    command: /usr/sbin/chpasswd
    stdin: root:$secret
    environment: {DB_PASSPHRASE: correct horse $secret}
YAML
for command in diff 'diff --output json' apply 'diff --unified'; do
    # shellcheck disable=SC2086
    cronmend $command -f input.yaml -v
    nowhere
done
expect_in table "chpasswd%root:$secret"
run "$CRONMEND" import table --output json
nowhere
printf '5 1 * * * /usr/sbin/chpasswd%%root:%s\n' $secret >plain
run "$CRONMEND" lint --crontab plain
expect_out "what the command is given as its input seems to hold a secret: it stands in the table"
nowhere

about 'what is said of a job with such a name is said'
sed -i '/chpasswd/s/^/#/' table
cronmend apply -f input.yaml
expect_status 0
id=$(incident_ids | head -n 1)
run "$CRONMEND" incident show "$id" --state-dir state --output json
expect_out 'rotate-token: found disabled'
nowhere
printf '0 1 * * * mysql --password=%s\n' $secret >plain
run "$CRONMEND" lint --crontab plain --output json
expect_out 'seems to hold a secret: everybody on the host can see it'
nowhere
