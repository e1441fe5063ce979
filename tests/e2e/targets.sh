#!/usr/bin/env bash
# Jobs with a target: files of /etc/cron.d that are cronmend's, and the daemon that reads them. The
# machine's own folder is not touched: an empty one is mounted over it, for this test alone.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
is_root || skip 'the files of /etc/cron.d are for root alone'
[[ -d /etc/cron.d ]] || skip 'there is no /etc/cron.d here'
if [[ -z ${PRIVATE_CRON_D:-} ]]; then
    unshare -m true 2>/dev/null || skip 'there can be no mount name space here'
    status=0
    # shellcheck disable=SC2016  # for the other bash
    PRIVATE_CRON_D=yes unshare -m bash -c '
        mount -t tmpfs -o mode=755 cronmend-test /etc/cron.d && exec bash "$1"' - "$SCRIPT" ||
        status=$?
    exit $status
fi

TABLE=/etc/cron.d/backup
STATE=state
pass() { run "$CRONMEND" apply -f jobs.yaml --cron debian --state-dir "$STATE" "$@"; }
look() { run "$CRONMEND" diff -f jobs.yaml --cron debian --state-dir "$STATE" "$@"; }
incidents() { run "$CRONMEND" incident list --state-dir "$STATE" "$@"; }
declare_backups() {
    cat >jobs.yaml <<'YAML'
version: 1
defaults:
  target: /etc/cron.d/backup
jobs:
  full:
    schedule: "0 3 * * sun"
    command: "true full 100%"
    environment: {MAILTO: ops@example.org, LANG: C.UTF-8}
  upload:
    schedule: "30 3 * * *"
    command: "true upload"
    user: daemon
YAML
}
declare_backups

about 'a dry run writes nothing'
look
expect_status 2
expect_out 'system table /etc/cron.d/backup: 2 to install'
refute_file "$TABLE"

about 'the file, as cron wants it'
pass
expect_status 0
expect_equal 'owner and mode' 'root:root 644 1' "$(stat -c '%U:%G %a %h' "$TABLE")"
expect_same - <(grep -v '^#cronmend' "$TABLE") <<'LINES'
30 3 * * * daemon true upload
MAILTO=ops@example.org
0 3 * * sun root export LANG='C.UTF-8'; true full 100\%
MAILTO=root
LINES
expect_equal 'nothing else there' backup "$(ls -A /etc/cron.d)"
cp -p "$TABLE" good
pass
expect_status 0
expect_out 'in sync'
look
expect_status 0

about 'the coming day shows these jobs too'
run "$CRONMEND" next -f jobs.yaml --cron debian --output json
expect_status 0
expect_json 'all(j["target"] == "/etc/cron.d/backup" for j in d["jobs"])'
expect_json 'sorted(j["user"] for j in d["jobs"]) == ["daemon", "root"]'

about 'a wiped table is put back, as an incident with its report'
rm "$TABLE"
pass
expect_status 0
expect_same good "$TABLE"
incidents
expect_equal 'incidents' 2 "$(grep -c '^INC-.*RESOLVED' "$OUT")"
report=$STATE/incidents/$(incident_ids | head -n 1).md
expect_in "$report" 'ystem table /etc/cron.d/backup'
expect_in "$report" 'cat /etc/cron.d/backup'
incidents --user "$TABLE"
expect_equal 'incidents of this table' 2 "$(grep -c '^INC-' "$OUT")"
incidents --user root
expect_equal "incidents of root's crontab" 0 "$(grep -c '^INC-' "$OUT" || true)"

about 'another user in an entry is an edit'
sed -i 's/daemon true/root true/' "$TABLE"
look --output json
expect_status 2
expect_json 'd["changes"][0]["user"] == "/etc/cron.d/backup"'
expect_json 'd["changes"][0]["kind"] == "changed" and d["changes"][0]["cause"] == "drift"'
expect_json 'd["changes"][0]["before"] == "30 3 * * * root true upload"'
pass
expect_status 0
expect_same good "$TABLE"

about 'lines of others are kept'
echo '15 5 * * * daemon echo theirs' >>"$TABLE"
sed -i '/true full/d' "$TABLE"
pass
expect_status 0
expect_count "$TABLE" '15 5 * * * daemon echo theirs' 1
expect_count "$TABLE" 'true full' 1
sed -i '/theirs/d' "$TABLE"
pass
expect_status 0

about 'a line of others whose user is not there costs the table all its entries'
echo '15 5 * * * cmtest-nobody echo theirs' >>"$TABLE"
look
expect_status 2
expect_err 'bad username: there is no user cmtest-nobody on this host'
pass
expect_status 2
expect_count "$TABLE" 'echo theirs' 1
sed -i '/theirs/d' "$TABLE"
pass
expect_status 0

about 'what cron would ignore is left alone, and told'
cp -p "$TABLE" sound
expect_left_alone() { # WORDS [MEND]
    pass
    expect_status 1
    expect_err "$1"
    expect_err "${2:-}"
    incidents --status open
    expect_equal 'open incidents' 1 "$(grep -c '^INC-' "$OUT")"
}
chmod 666 "$TABLE"
expect_left_alone 'its mode 0666 lets others than root write it' 'chmod go-w /etc/cron.d/backup'
chmod 644 "$TABLE"
chown daemon "$TABLE"
expect_left_alone 'not root'
chown root "$TABLE"
ln "$TABLE" /etc/cron.d/second
expect_left_alone 'hard links'
rm /etc/cron.d/second
mv "$TABLE" elsewhere
ln -s "$PWD/elsewhere" "$TABLE"
expect_left_alone 'symbolic link'
rm "$TABLE"
mv elsewhere "$TABLE"
pass
expect_status 0
expect_same sound "$TABLE"
incidents --status open
expect_out 'no incidents'

about 'history and rollback'
run "$CRONMEND" history --state-dir "$STATE" --user "$TABLE"
expect_status 0
expect_out "$TABLE"
run "$CRONMEND" rollback 1 --yes --state-dir "$STATE"
expect_status 0
refute_file "$TABLE"
pass
expect_status 2
refute_file "$TABLE"
run "$CRONMEND" history --state-dir "$STATE" --output json
newest=$(json 'd["history"][0]["id"]')
run "$CRONMEND" rollback "$newest" --yes --state-dir "$STATE"
expect_status 0
expect_same sound "$TABLE"
expect_equal 'owner and mode' 'root:root 644' "$(stat -c '%U:%G %a' "$TABLE")"
pass --resume
expect_status 0

about 'accept takes what stands into the declaration, the user too'
sed -i 's/daemon true/games true/' "$TABLE"
run "$CRONMEND" accept -f jobs.yaml --yes --cron debian --state-dir "$STATE"
expect_status 0
expect_in jobs.yaml 'user: games'
look
expect_status 0
declare_backups
pass
expect_status 0

about 'the file goes with its last job, if that is allowed, and nothing else stands in it'
printf 'version: 1\njobs: {}\n' >jobs.yaml
pass
expect_status 1
expect_err 'nothing is declared for /etc/cron.d/backup any more'
cp "$TABLE" full
echo '# theirs' >>"$TABLE"
pass --allow-empty
expect_status 0
expect_same - "$TABLE" <<<'# theirs'
rm "$TABLE"
declare_backups
pass
expect_status 0
printf 'version: 1\njobs: {}\n' >jobs.yaml
pass --allow-empty
expect_status 0
refute_file "$TABLE"
pass
expect_status 0
refute_file "$TABLE"

about 'a file of others is not taken over; once it is declared, it is'
STATE=state-of-others
rm -f /etc/cron.d/*
cat >"$TABLE" <<'TABLE'
SHELL=/bin/sh
# Their backup
*/10 * * * * daemon echo theirs
TABLE
cp -p "$TABLE" theirs
declare_backups
pass
expect_status 1
expect_err '/etc/cron.d/backup holds 1 entry that is not declared'
expect_err 'cronmend import --system /etc/cron.d/backup'
expect_same theirs "$TABLE"
run "$CRONMEND" import --system "$TABLE" --cron debian --output json
expect_json 'd["jobs"][0]["target"] == "/etc/cron.d/backup" and d["left_out"] == 0'
run "$CRONMEND" import --system "$TABLE" --cron debian
expect_status 0
expect_out 'target: /etc/cron.d/backup'
cp "$OUT" jobs.yaml
look
expect_status 0
expect_out 'in sync'
pass
expect_status 0
expect_same theirs "$TABLE"
rm "$TABLE"
pass
expect_status 0
expect_in "$TABLE" '*/10 * * * * daemon echo theirs'

about 'a user whom the host does not have would cost the table all its entries'
STATE=state-of-nobody
rm -f /etc/cron.d/*
declare_backups
sed -i 's/user: daemon/user: cmtest-nobody/' jobs.yaml
pass
expect_status 1
expect_err 'job upload: there is no user cmtest-nobody on this host, and cron ignores'
refute_file "$TABLE"

about 'two tables, and a crontab file beside them: only one kind at a time'
declare_backups
sed 's/backup$/other/; s/full:/other-full:/; s/upload:/other-upload:/' jobs.yaml >other.yaml
STATE=state-of-two
pass -f other.yaml
expect_status 0
expect_equal 'the tables' 'backup other' "$(echo /etc/cron.d/* | sed 's,/etc/cron.d/,,g')"
rm /etc/cron.d/*
pass -f other.yaml --user /etc/cron.d/other
expect_status 0
expect_equal 'the tables' other "$(ls /etc/cron.d)"
pass --crontab-file table
expect_status 1
expect_err 'is for the system table /etc/cron.d/backup'
declare_one plain.yaml plain '1 1 * * *' /bin/plain
run "$CRONMEND" apply -f plain.yaml --crontab-file /etc/cron.d/plain --state-dir "$STATE"
expect_status 1
expect_err 'is a system table, whose entries name a user'
expect_err 'target: /etc/cron.d/plain'

pass --user $'/etc/cron.d/a\eb'
expect_status 1
expect_err "--user: '/etc/cron.d/a\x1bb' cannot be a user's name"

about 'it is for root alone'
chmod 755 "$SANDBOX" "$SANDBOX/work"
cp "$CRONMEND" "$SANDBOX/program"
run setpriv --reuid=daemon --regid=daemon --clear-groups env HOME=/nonexistent \
    "$SANDBOX/program" diff -f jobs.yaml --state-dir "$PWD/none"
expect_status 1
expect_err 'is for the system table /etc/cron.d/backup'
expect_err 'run as root'

about 'the daemon starts the entries, at their times, as their users'
if [[ ! -x /usr/sbin/cron || ! -e ${CRON_CLOCK:-} ]]; then
    leave_out 'the daemon: it is not here'
    exit 0
fi
rm -f /etc/cron.d/*
STATE=state-of-cron
declare_backups
pass
expect_status 0
mkdir -p stage/cron.d
cp -p "$TABLE" stage/cron.d/
cp -p "$TABLE" stage/cron.d/not.read
: >stage/table
begin=$(date -u -d '2026-11-29 02:58:30' +%s) # a Sunday
run bash "$SOURCE/tests/contract/cron_daemon.sh" "$PWD/stage" "$CRON_CLOCK" UTC "$begin" \
    "$((begin + 2700))"
[[ $STATUS != 77 ]] || { leave_out 'the daemon: no name spaces for it'; exit 0; }
grep -o '([a-z]*) CMD .*' stage/log | sort >started || { show log stage/log; fail 'nothing started'; }
expect_same - started <<'STARTED'
(daemon) CMD (true upload)
(root) CMD (export LANG='C.UTF-8'; true full 100%)
STARTED
