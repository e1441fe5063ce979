#!/usr/bin/env bash
# What is not cronmend's stays through every write of the real crontab: bytes, order, environment.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
need_real_crontab
make_user
alice=$MADE
declare_backups "$alice"
backups() { pass -f backup.yaml; }

# The lines of others in the spool, byte for byte.
others() { spool_text "$alice" | grep -av -e '^#cronmend: ' -e /usr/local/bin/backup-run.sh || true; }

about 'a line added by hand stays'
backups
expect_status 0
{
    as_user "$alice" crontab -l
    echo '*/7 * * * * /bin/by-hand  two blanks'
} >mine
install_table "$alice" mine
backups
expect_status 0
expect_out 'in sync'
expect_same mine <(spool_text "$alice")

about 'and stays where it is when the entries around it are repaired'
{
    echo '# first of mine'
    echo
    as_user "$alice" crontab -l | sed -e '/backup-midday/,+1d' -e '/backup-evening/a\
# between marker and entry'
} >mine
install_table "$alice" mine
backups
expect_status 0
expect_backups "$SPOOL/$alice"
expect_same <(printf '%s\n' '# first of mine' '' '# between marker and entry' \
    '*/7 * * * * /bin/by-hand  two blanks') <(others)

about 'bytes that crontab -l does not show as they are, and bytes that are no text'
printf '%b' '# CR in a comment\\r: \r\n' '5 5 * * * /bin/mine "a\\\\rb" \b\b >out\r\n' \
    '6 6 * * * /bin/latin1 \0351 \0377\n' 'GREETING="caf\0303\0251"\n' '\t \n' \
    '7 7 * * * date +\\%%F%%standard%%input\n' '# the last' >mine
for damage in 'crontab -r' 'crontab -' 'as it was'; do
    about "odd bytes, $damage"
    install_table "$alice" mine
    backups
    expect_status 0
    expect_backups "$SPOOL/$alice"
    # One newline came behind the last line, so that entries could follow.
    expect_same <(cat mine && echo) <(others)
    backups
    expect_status 0
    expect_out 'in sync'
    spool_text "$alice" | sed '/^#cronmend: backup-midday/,+1d' >less
    install_table "$alice" less
    backups
    expect_status 0
    expect_backups "$SPOOL/$alice"
    expect_same <(cat mine && echo) <(others)
done

about 'by the owner, who cannot read the spool'
chmod a+r backup.yaml
spool_text "$alice" | sed '/^#cronmend: backup-midday/,+1d' >less
install_table "$alice" less
run as_user "$alice" "$CRONMEND" apply -f "$PWD/backup.yaml"
expect_status 0
expect_backups "$SPOOL/$alice"
expect_same <(cat mine && echo) <(others)

about 'first comment lines of a table without the header of crontab, which crontab -l hides'
# As an administrator does it who copies a table into the spool.
printf '%s\n' '# one' '# two' '# three' '# four' '0 0 * * * /bin/mine' >mine
install -m 600 -o "$alice" -g crontab mine "$SPOOL/$alice"
expect_equal 'what crontab -l shows' '# four' "$(as_user "$alice" crontab -l | head -n 1)"
for teller in root owner; do
    about "hidden comment lines, by $teller"
    install -m 600 -o "$alice" -g crontab mine "$SPOOL/$alice"
    if [[ $teller == root ]]; then backups; else
        run as_user "$alice" "$CRONMEND" apply -f "$PWD/backup.yaml"
    fi
    expect_status 0
    expect_same mine <(others)
    for _ in 1 2; do
        spool_text "$alice" | sed '/^#cronmend: backup-evening/,+1d' >less
        install -m 600 -o "$alice" -g crontab less "$SPOOL/$alice"
        backups
        expect_status 0
        expect_backups "$SPOOL/$alice"
        expect_same mine <(others)
    done
done

STATE=state-of-mailed
about 'what a foreign MAILTO does to the entries of others, it goes on doing'
cat >mailed.yaml <<YAML
version: 1
defaults:
  user: $alice
jobs:
  mailed:
    schedule: "0 3 * * *"
    command: /bin/mailed
    environment: {MAILTO: ops@example.org, SHELL: /bin/bash, LIMIT: "5"}
  plain:
    schedule: "0 4 * * *"
    command: /bin/plain
YAML
printf '%s\n' '1 1 * * * /bin/to-me' 'MAILTO=them@example.org' '2 2 * * * /bin/to-them' \
    'MAILTO=""' '3 3 * * * /bin/to-nobody' >mine
install_table "$alice" mine

# What a variable is where a command stands, by reading the table as cron(8) does; DEFAULT if it is
# not set above it.
value_at() { # NAME COMMAND DEFAULT
    spool_text "$alice" | awk -v name="$1=" -v command="$2" -v value="$3" '
        index($0, name) == 1 { value = substr($0, length(name) + 1); gsub(/"/, "", value) }
        index($0, command) && !/^#/ { print value; exit }'
}
expect_surroundings() {
    expect_equal 'mail of to-me' "$alice" "$(value_at MAILTO /bin/to-me "$alice")"
    expect_equal 'mail of to-them' them@example.org "$(value_at MAILTO /bin/to-them "$alice")"
    expect_equal 'mail of to-nobody' '' "$(value_at MAILTO /bin/to-nobody "$alice")"
    expect_equal 'shell of to-nobody' /bin/sh "$(value_at SHELL /bin/to-nobody /bin/sh)"
    expect_equal 'shell of mailed' /bin/bash "$(value_at SHELL /bin/mailed /bin/sh)"
    grep -aqF 'LIMIT' "$SPOOL/$alice" || fail 'expected LIMIT to be set for its job'
}
pass -f mailed.yaml
expect_status 0
expect_surroundings

about 'an entry added at the end afterwards is not under what the jobs asked for'
{
    spool_text "$alice"
    echo '8 8 * * * /bin/latecomer'
} >longer
install_table "$alice" longer
pass -f mailed.yaml
expect_status 0
expect_surroundings
expect_equal 'mail of the latecomer' '' "$(value_at MAILTO /bin/latecomer "$alice")"
expect_equal 'shell of the latecomer' /bin/sh "$(value_at SHELL /bin/latecomer /bin/sh)"

about 'the jobs go, the lines of others are as they were'
printf 'version: 1\njobs: {}\n' >mailed.yaml
pass -f mailed.yaml --user "$alice" --allow-empty
expect_status 0
expect_same <(cat mine && echo '8 8 * * * /bin/latecomer') <(spool_text "$alice")

about 'a zone of others that held for the entries is gone with the table: not as declared'
zone() { # puts it above what stands there
    {
        echo 'TZ=Asia/Tokyo'
        spool_text "$alice" 2>/dev/null || :
    } >zoned
    install_table "$alice" zoned
}
crontab -u "$alice" -r
zone
rm -rf "$STATE"
backups
expect_status 0
crontab -u "$alice" -r
backups
expect_status 2
expect_out 'the line that set TZ for it is gone'
refute_out 'as declared'
expect_backups "$SPOOL/$alice"
backups
expect_status 2
expect_out 'the line that set TZ for it is gone'
zone
backups
expect_status 0
expect_out 'in sync'
