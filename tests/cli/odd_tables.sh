#!/usr/bin/env bash
# A table file that is none: an error, never a hang, and never a loss.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

declare_two
both() { # PATTERN for the error
    local command
    for command in diff apply; do
        run timeout 10 "$CRONMEND" $command -f jobs.yaml --crontab-file odd --state-dir state
        expect_status 1
        expect_err "$1"
    done
}

about 'a FIFO'
mkfifo odd
both odd
[[ -p odd ]] || fail 'expected the FIFO to stay'
rm odd

about 'a folder'
mkdir odd
both odd
[[ -d odd ]] || fail 'expected the folder to stay'
rmdir odd

about 'a device'
ln -s /dev/zero odd
both 'it is a device'
rm odd

about 'below a folder that is not there'
run "$CRONMEND" apply -f jobs.yaml --crontab-file none/odd --state-dir state
expect_status 1
expect_err none
refute_file none

about 'a link is followed, and stays a link'
printf '0 0 * * * /bin/foreign\n' >real
chmod 640 real
ln -s real odd
run "$CRONMEND" apply -f jobs.yaml --crontab-file odd --state-dir state
expect_status 0
[[ -L odd ]] || fail 'expected the link to stay'
expect_count real /bin/first 1
expect_equal 'mode' 640 "$(stat -c %a real)"
about 'and it is the same table by either name'
run "$CRONMEND" apply -f jobs.yaml --crontab-file real --state-dir state
expect_status 0
expect_out 'in sync'
run "$CRONMEND" history --state-dir state --crontab-file odd
expect_count "$OUT" verified 1
rm odd real

about 'a table with nothing in it, and one that is not there'
: >odd
run "$CRONMEND" apply -f jobs.yaml --crontab-file odd --state-dir empty-state
expect_status 0
expect_equal 'lines' 4 "$(wc -l <odd)"
rm odd
run "$CRONMEND" diff -f jobs.yaml --crontab-file odd --state-dir fresh-state
expect_status 2
refute_file odd

about 'foreign lines that crontab would refuse stay what they are'
printf 'this is no crontab line\n61 * * * * /bin/bad\n' >odd
cp odd before
run "$CRONMEND" apply -f jobs.yaml --crontab-file odd --state-dir bad-state
expect_status 2
head -n 2 odd | cmp -s - before || fail 'expected the lines to stay'
run "$CRONMEND" diff -f jobs.yaml --crontab-file odd --state-dir bad-state
expect_status 2
expect_out 'cron refuses the table and runs none of it'
refute_out 'in sync'

is_root && exit 0 # who may read everything; see ordinary_user.sh
about 'one that may not be read'
printf '0 0 * * * /bin/foreign\n' >odd
chmod 000 odd
both odd
chmod 600 odd
expect_equal 'the table' '0 0 * * * /bin/foreign' "$(cat odd)"
about 'one in a folder that may not be written'
mkdir shut
printf '0 0 * * * /bin/foreign\n' >shut/table
chmod 500 shut
run "$CRONMEND" apply -f jobs.yaml --crontab-file shut/table --state-dir state
expect_status 1
expect_err shut
expect_equal 'the table' '0 0 * * * /bin/foreign' "$(cat shut/table)"
