#!/usr/bin/env bash
# accept: the live change goes into the declaration, and nothing else of the file moves.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

write_jobs() {
    cat >jobs.yaml <<'EOF'
# Our jobs
version: 1
jobs:
  # the backup, do not touch
  backup:
    schedule: "0 3 * * *"   # at night
    command: /opt/backup --all   # everything
    environment: {MAILTO: ops@example.org}

  poll:
    command: '/opt/poll'
    schedule: ["0 1 * * *", "0 2 * * *"]
  report: {schedule: "@daily", command: /opt/report}
  digest:
    schedule: "@weekly"
    command: /opt/digest --all   # to all
EOF
}

start() {
    rm -rf state table
    write_jobs
    settle
}

about 'other times, another command, an entry of two gone, one commented out'
start
chmod 640 jobs.yaml
sed -i 's/^0 3 /30 4 /; s/digest --all/digest --some #x/; /^0 2/d; s/^@daily/#@daily/' table
cp table before
cronmend accept -f jobs.yaml --yes
expect_status 0
expect_no_err
expect_out '-    schedule: "0 3 * * *"   # at night'
expect_out 'declared as it stands: backup, digest, poll'
expect_out 'declared off (enabled: false), as no entry of it stands there: report'
expect_equal 'the file' '# Our jobs
version: 1
jobs:
  # the backup, do not touch
  backup:
    schedule: "30 4 * * *"   # at night
    command: /opt/backup --all   # everything
    environment: {MAILTO: ops@example.org}

  poll:
    command: '\''/opt/poll'\''
    schedule: "0 1 * * *"
  report: {enabled: false, schedule: "@daily", command: /opt/report}
  digest:
    schedule: "@weekly"
    command: "/opt/digest --some #x"   # to all' "$(cat jobs.yaml)"
expect_equal 'mode' 640 "$(stat -c %a jobs.yaml)"

about 'then it is in sync, and a pass writes nothing'
cronmend diff -f jobs.yaml
expect_status 0
cronmend apply -f jobs.yaml
expect_status 0
expect_same table before

about 'once more: nothing to accept'
cronmend accept -f jobs.yaml --yes
expect_status 0
expect_out 'nothing to accept'

about 'only the job that was named'
start
sed -i 's/^0 3 /9 9 /; s/^@daily/@weekly/' table
cronmend accept report -f jobs.yaml --yes
expect_status 0
expect_in jobs.yaml 'report: {schedule: "@weekly", command: /opt/report}'
expect_in jobs.yaml '"0 3 * * *"   # at night'
cronmend diff -f jobs.yaml
expect_status 2
refute_out report

about 'a variable set above it'
start
sed -i 's/^MAILTO=ops.*/MAILTO=new@example.org/' table
cronmend accept -f jobs.yaml --yes
expect_status 0
expect_in jobs.yaml 'environment: {MAILTO: new@example.org}'
cronmend diff -f jobs.yaml
expect_status 0

about 'a variable and the times in one go'
start
sed -i 's/^MAILTO=ops.*/MAILTO=new@example.org/; s/^0 3 /9 9 /' table
cronmend accept -f jobs.yaml --yes
expect_status 0
expect_in jobs.yaml 'environment: {MAILTO: new@example.org}'
expect_in jobs.yaml 'schedule: "9 9 * * *"'
cronmend diff -f jobs.yaml
expect_status 0

about 'all entries gone: the job is kept out'
start
: >table
cronmend accept backup poll report digest -f jobs.yaml --yes
expect_status 0
expect_in jobs.yaml '    enabled: false'
cronmend diff -f jobs.yaml
expect_status 0

about 'not confirmed: nothing is written'
start
cp jobs.yaml as-it-was
sed -i 's/^0 3 /9 9 /' table
cronmend accept -f jobs.yaml
expect_status 1
expect_err '--yes'
expect_same jobs.yaml as-it-was

about 'what no declaration can say is refused with the reason'
start
cp jobs.yaml as-it-was
sed -i '/^#cronmend: report/d' table
cronmend accept report -f jobs.yaml --yes
expect_status 1
expect_err 'only its marker is gone'
start
sed -i 's|^0 3 .*|7 7 * * * /opt/another|' table
cronmend accept backup -f jobs.yaml --yes
expect_status 1
expect_err 'another line stands below its marker'
start
sed -i 's|^0 2 .*|0 2 * * * /opt/poll --other|' table
cronmend accept poll -f jobs.yaml --yes
expect_status 1
expect_err 'would still be off'
expect_same jobs.yaml as-it-was
rm -rf state table
declare_one suspected.yaml z '0 3 * * *' 'cd /x && ./backup z1'
cronmend apply -f suspected.yaml
sed -i 's/z1$/z2/' table
cronmend apply -f suspected.yaml
cronmend accept z -f suspected.yaml --yes
expect_status 1
expect_err 'may be an edit of its entry, and starts beside it: 0 3 * * * cd /x && ./backup z2'
expect_err 'the command of that line for z'
expect_err 'to be rid of it, take line '
about 'one job that cannot be accepted does not keep the others out: 3'
start
sed -i 's|^0 2 .*|0 2 * * * /opt/poll --other|; s/^0 3 /9 9 /; s/^@daily/@weekly/' table
cronmend accept -f jobs.yaml --yes
expect_status 3
expect_err 'job poll cannot be accepted: poll would still be off'
expect_out 'declared as it stands: backup, report'
expect_in jobs.yaml "command: '/opt/poll'"
cronmend diff -f jobs.yaml
expect_status 2
refute_out backup
start
cronmend accept nosuch -f jobs.yaml --yes
expect_status 1
expect_err 'nosuch is not declared'

about 'a value that jobs share is not edited'
cat >jobs.yaml <<'EOF'
version: 1
jobs:
  a: {schedule: &night "0 3 * * *", command: /opt/a}
  b: {schedule: *night, command: /opt/b}
  c: {schedule: "0 5 * * *", command: /opt/c}
EOF
rm -rf state table
settle
cp jobs.yaml as-it-was
sed -i 's|^0 3 \(.*/opt/b\)|0 4 \1|' table
cronmend accept -f jobs.yaml --yes
expect_status 1
expect_err 'by hand'
expect_same jobs.yaml as-it-was

sed -i 's|^0 3 \(.*/opt/a\)|0 2 \1|; s/^0 5/0 6/' table
cronmend accept -f jobs.yaml --yes
expect_status 3
expect_err 'job a cannot be accepted: '
expect_err 'job b cannot be accepted: '
expect_out 'declared as it stands: c'

about 'the command of a job whose times are in another zone, behind guards or not; not the times'
for zone in Europe/Berlin Asia/Kolkata; do
    rm -rf state table
    printf 'version: 1\ntimezone: %s\njobs:\n  x:\n    schedule: "0 3 * * *"\n    command: /opt/x --all\n' \
        "$zone" >jobs.yaml
    settle
    sed -i 's|--all|--some|' table
    cronmend accept -f jobs.yaml --yes
    expect_status 0
    expect_out 'declared as it stands: x'
    expect_in jobs.yaml 'command: /opt/x --some'
    cronmend diff -f jobs.yaml
    expect_status 0
done
sed -i 's|^30 21|30 22|' table
cronmend accept -f jobs.yaml --yes
expect_status 1
expect_err 'its times are meant in Asia/Kolkata, and stand otherwise'
sed -i '/^#cronmend/d; /opt/d' table
echo '# a comment' >>table
cronmend accept -f jobs.yaml --yes
expect_status 0
expect_out 'declared off (enabled: false), as no entry of it stands there: x'
refute_out 'a line that was meant'

about 'a guard that was edited, or one of two that is gone'
sed -i '/enabled:/d; s|Asia/Kolkata|Europe/Berlin|' jobs.yaml
rm -rf state table
settle
cp table whole
sed -i 's/--ahead +02:00/--ahead +03:00/' table
cronmend accept -f jobs.yaml --yes
expect_status 1
expect_err 'the guard that keeps its times in Europe/Berlin was edited'
cp whole table
sed -i '1,2d' table
cronmend accept -f jobs.yaml --yes
expect_status 1
expect_err 'an entry of it is missing, while others stand below its markers'

about 'a line meant in place of one that is gone is told of where there may be one'
start
sed -i 's/^@daily/#@daily/' table
cronmend accept -f jobs.yaml --yes
expect_status 0
expect_out 'declared off (enabled: false)'
refute_out 'a line that was meant'
start
sed -i '/report/d' table
cronmend accept -f jobs.yaml --yes
expect_status 0
refute_out 'a line that was meant'
start
sed -i '/report/d' table
echo '5 5 * * * /opt/other' >>table
cronmend accept -f jobs.yaml --yes
expect_status 0
expect_out 'a line that was meant in its place is not declared'

about 'JSON'
start
sed -i 's/^0 3 /9 9 /' table
cronmend accept -f jobs.yaml --yes --output json
expect_status 0
expect_out '"backup"'

about 'a change is read as the cron of the table reads it'
start
sed -i 's|^0 3 .*|0 3 * * * /opt/backup +\\%F|' table
cronmend apply -f jobs.yaml --cron busybox
rm -rf state
sed -i 's|^0 3 .*|0 3 * * * /opt/backup --all|' table
cronmend apply -f jobs.yaml --cron busybox
sed -i 's|^0 3 .*|0 3 * * * /opt/backup --all +\\%F|' table
cronmend accept -f jobs.yaml --cron busybox --yes
expect_status 0
expect_in jobs.yaml 'command: /opt/backup --all +\%F '

about 'several files, of which one cannot be written: 3, and what became of which'
rm -rf state table jobs.yaml
declare_one a.yaml one '0 3 * * *' /opt/one
declare_one b.yaml two '0 4 * * *' /opt/two
for _ in {1..100}; do echo '# further down'; done >>b.yaml
cronmend apply -f a.yaml -f b.yaml
sed -i 's/^0 3 /1 3 /; s/^0 4 /1 4 /' table
cp b.yaml as-it-was
# No file may get longer than 1,024 bytes.
LIMITED=$SANDBOX/limited
cat >"$LIMITED" <<'EOF'
#!/bin/bash
trap '' XFSZ
ulimit -f 1
exec "$CRONMEND" "$@"
EOF
chmod +x "$LIMITED"
accept_limited() {
    run "$LIMITED" accept -f a.yaml -f b.yaml --crontab-file table --state-dir state --yes "$@"
}
accept_limited
expect_status 3
expect_err 'cannot write'
expect_err 'written: a.yaml; not written: b.yaml'
expect_out 'declared as it stands: one'
refute_out 'one, two'
expect_in a.yaml '"1 3 * * *"'
expect_same b.yaml as-it-was
about 'the same as JSON: the one that was written'
declare_one a.yaml one '0 3 * * *' /opt/one
accept_limited --output json
expect_status 3
expect_out '"one"'
refute_out '"two"'
refute_out 'b.yaml (as'
about 'none of them written: 1'
accept_limited
expect_status 1
refute_out 'declared as it stands'
expect_same b.yaml as-it-was

about 'a value in braces gets the quotes that it needs there'
rm -rf state table
printf 'version: 1\njobs:\n  x: {schedule: "0 3 * * *", command: /opt/x --all}\n' >jobs.yaml
settle
sed -i 's|^0 3 .*|0 3 * * * /opt/x --some a,b }|' table
cronmend accept -f jobs.yaml --yes
expect_status 0
expect_in jobs.yaml 'command: "/opt/x --some a,b }"}'
cronmend diff -f jobs.yaml
expect_status 0

about 'a declaration that changed while it was asked for stays as it is'
cp jobs.yaml as-it-was
sed -i 's|^0 3 |#0 3 |' table
cat >crontab-that-edits <<'EOF'
#!/bin/sh
echo '# edited meanwhile' >>jobs.yaml
cat table
EOF
chmod +x crontab-that-edits
run "$CRONMEND" accept x -f jobs.yaml --yes --crontab ./crontab-that-edits --state-dir state
expect_status 1
expect_err 'changed meanwhile'
refute_in jobs.yaml 'enabled: false'
expect_in jobs.yaml '# edited meanwhile'

about 'what was never installed, or went with the whole table, is declared off by its name alone'
rm -rf state table
write_jobs
cp jobs.yaml declared
for damage in 'rm -f table' 'rm table' 'truncate -s 0 table'; do
    $damage
    cronmend accept -f jobs.yaml --yes
    expect_status 1
    expect_err 'which declares no job off: backup, digest, poll, report'
    expect_err 'a job named behind accept is declared off'
    refute_out 'nothing to accept'
    expect_equal 'the file' "$(cat declared)" "$(cat jobs.yaml)"
    settle
done
rm table
cronmend accept digest -f jobs.yaml --yes
expect_status 0
expect_out 'declared off (enabled: false), as no entry of it stands there: digest'

about 'a job that is not declared'
cronmend accept digets -f jobs.yaml --yes
expect_status 1
expect_err 'did you mean digest?'
cronmend accept somethingelse -f jobs.yaml --yes
expect_err "\`cronmend import --crontab-file $PWD/table\` shows YAML"
