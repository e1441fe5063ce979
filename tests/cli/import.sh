#!/usr/bin/env bash
# import: YAML for a crontab that stands, so that adopting it changes nothing.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

about 'a table becomes a declaration that people can read'
cat >table <<'EOF'
MAILTO=ops@example.org
# Overnight backup
0 3 * * * /usr/local/bin/backup-run.sh --full
#Ansible: rotate logs
0 0 * * * /usr/local/bin/rotate $(date +\%F)
#30 6 * * 1 /usr/local/bin/report
EOF
cp table before
cronmend import
expect_status 0
expect_no_err
expect_equal 'the YAML' "# Imported from the crontab file $PWD/table.
version: 1
defaults:
  environment:
    MAILTO: ops@example.org
jobs:
  backup-run-full:
    schedule: \"0 3 * * *\"
    command: /usr/local/bin/backup-run.sh --full
    description: Overnight backup

  # kept by Ansible as \"rotate logs\"
  rotate-logs:
    schedule: \"0 0 * * *\"
    command: /usr/local/bin/rotate \$(date +%F)" "$(cat "$OUT")"
cp "$OUT" jobs.yaml
expect_same table before
refute_file state

about 'adopting it changes nothing'
cronmend diff -f jobs.yaml
expect_status 0
expect_out 'in sync'
cronmend apply -f jobs.yaml
expect_status 0
expect_same table before
cronmend apply -f jobs.yaml
expect_status 0
expect_same table before
cronmend incident list
refute_out INC-
cronmend history
refute_out backup-run

about 'and from then on it is kept'
sed -i '/backup-run/d' table
cronmend diff -f jobs.yaml
expect_status 2
expect_out 'backup-run-full  missing: gone from the table'
sed 's/0 3 /30 3 /' before >table
cronmend apply -f jobs.yaml
expect_status 0
expect_out 'edited by hand'
cronmend diff -f jobs.yaml
expect_status 0
rm -r state
cp before table

about 'commented-out entries on request'
cronmend import --disabled
expect_status 0
expect_out 'report:'
expect_out 'enabled: false'
cp "$OUT" jobs.yaml
cronmend diff -f jobs.yaml
expect_status 0

about 'what cannot be said is told on standard error and in the YAML: 3'
printf '0 3 * * * /opt/fine\n0 4 * * * /opt/b\xfcro\n0 25 * * * /opt/bad\n' >table
cronmend import
expect_status 3
expect_err 'bytes that are not UTF-8'
expect_err 'cron cannot read it'
expect_out '# Not declared: line 2 of the'
expect_out '#     0 25 * * * /opt/bad'
expect_out 'fine:'

about 'files, standard input, and users'
printf '0 3 * * * /opt/one\n' >one
run "$CRONMEND" import one
expect_status 0
expect_out 'one:'
# shellcheck disable=SC2016
run bash -c '"$CRONMEND" import - <one'
expect_status 0
expect_out 'standard input'
expect_out 'one:'
run "$CRONMEND" import -u nobody one
expect_status 0
expect_out 'user: nobody'
run "$CRONMEND" import one one
expect_status 1
expect_err 'second crontab'
run "$CRONMEND" import missing
expect_status 1
expect_err 'missing does not exist'
run "$CRONMEND" import oen
expect_status 1
expect_err 'did you mean one?'
rm table
cronmend import
expect_status 1
expect_err 'there is no crontab'

about 'JSON'
run "$CRONMEND" import --output json one
expect_status 0
expect_out '"id": "one"'
expect_out '"left_out": 0'

about "each real-world crontab: in sync, and cron's verdict is ours"
for file in "$SOURCE"/tests/corpus/crontabs/*; do
    cp "$file" table
    rm -rf state
    cronmend import
    [[ $STATUS == 0 || $STATUS == 3 ]] || fail "$file: status $STATUS"
    if crontab -n /dev/null 2>/dev/null; then
        theirs=taken ours=taken
        crontab -n "$file" 2>/dev/null || theirs=refused
        if grep -q 'cron refuses this table' "$ERR"; then ours=refused; fi
        expect_equal "the verdict on $file" "$theirs" "$ours"
    fi
    cp "$OUT" jobs.yaml
    cronmend apply -f jobs.yaml
    # What cron refuses whole is never in order, however its entries stand.
    if grep -q 'cron refuses this table' "$ERR"; then expect_status 2; else expect_status 0; fi
    expect_same table "$file"
done

about "what another cron reads is imported as that cron reads it"
export TZ=UTC
cat >table <<'EOF'
0 1 * * * /opt/here
CRON_TZ=Asia/Tokyo
0 3 * * * /opt/there +\%F
EOF
cp table before
cronmend import --cron cronie
expect_status 3
expect_out 'here:'
refute_out 'there:'
expect_err "cronmend import --timezone Asia/Tokyo --crontab-file $PWD/table --cron cronie --state-dir "
cp "$OUT" jobs.yaml
cronmend import --cron cronie --timezone Asia/Tokyo
expect_status 0
expect_out 'timezone: Asia/Tokyo'
expect_out 'command: /opt/there +%F'
cp "$OUT" tokyo.yaml
cronmend diff --cron cronie -f jobs.yaml -f tokyo.yaml
expect_status 0
cronmend apply --cron cronie -f jobs.yaml -f tokyo.yaml
expect_status 0
expect_same table before
rm -r state
cronmend import --cron busybox
expect_status 3
expect_out '/opt/there +\%F'
refute_out 'raw:'
expect_err 'CRON_TZ=Asia/Tokyo: cron cannot read it'

about 'more than a crontab may hold'
yes '# x' | head -n 10001 >long || true
for words in long -; do
    run bash -c '"$CRONMEND" import "$1" <long' _ "$words"
    expect_status 1
    expect_err 'has 10001 lines; a crontab may have 10000'
    expect_err 'a part of it at a time'
done
yes | head -c 67108865 >large || true
for words in 'import large' 'import -' 'lint --crontab large' 'lint --crontab -'; do
    # shellcheck disable=SC2016
    run bash -c '"$CRONMEND" $1 <large' _ "$words"
    expect_status 1
    expect_err 'larger than 67108864 bytes'
    expect_err 'is this a crontab?'
done
rm large

about 'system tables: each entry with its user'
printf 'MAILTO=ops\n0 3 * * * root /opt/one\n0 4 * * * daemon /opt/two\n' >system
run "$CRONMEND" import --system system
expect_status 0
expect_out 'Imported from the system table system.'
expect_out 'Take each out of the system'
expect_out 'user: daemon'
expect_out 'command: /opt/two'
run bash -c '"$CRONMEND" import --system - <system'
expect_status 0
expect_out 'system table on standard input'
run "$CRONMEND" import --system sytem
expect_status 1
expect_err 'did you mean system?'
