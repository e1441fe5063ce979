#!/usr/bin/env bash
# As root nothing is believed, and nothing written, that somebody else could have put there or could
# exchange under us: tables in files, the state, and the folders that lead to them.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
is_root || skip 'only root must mistrust'
need_python

nobody=65534
declare_two
mkdir theirs root-only
printf 'root:secret\n' >root-only/victim
chmod 4755 root-only/victim
cp -p root-only/victim victim.before
printf '0 0 * * * /bin/theirs\n' >theirs/table
ln -s "$PWD/root-only/victim" theirs/link
ln -s "$PWD/root-only/new" theirs/dangling
ln -s "$PWD/root-only" theirs/folder
chown -h $nobody:$nobody theirs theirs/*

about 'a table in a file that a user can exchange'
for place in theirs/table theirs/link theirs/dangling theirs/none theirs/folder/victim; do
    for command in 'diff -f jobs.yaml' 'apply -f jobs.yaml' import; do
        # shellcheck disable=SC2086
        run "$CRONMEND" $command --crontab-file $place --state-dir state
        expect_status 1
        expect_err "belongs to nobody"
        expect_err 'copy it to a folder that only root can change'
        refute_err 'chown'
        refute_out 'secret'
    done
done
expect_same victim.before root-only/victim
expect_equal 'mode' 4755 "$(stat -c %a root-only/victim)"
refute_file root-only/new
refute_file theirs/none
expect_same <(echo '0 0 * * * /bin/theirs') theirs/table

about 'a way back that leads through what became a folder of another'
mkdir was-ours
run "$CRONMEND" apply -f jobs.yaml --crontab-file was-ours/table --state-dir state
expect_status 0
cp was-ours/table table.before
chown $nobody was-ours
run "$CRONMEND" rollback 1 --yes --state-dir state
expect_status 1
expect_err "was-ours belongs to nobody"
expect_same table.before was-ours/table
rm -r state was-ours

about 'the path of a file is no name of a user'
for command in 'diff -f jobs.yaml' 'apply -f jobs.yaml' import history; do
    for user in "$PWD/made" ./made -x ..; do
        # shellcheck disable=SC2086
        run "$CRONMEND" $command --user=$user --state-dir state
        expect_status 1
        expect_err "--user: '$user' cannot be a user's name"
        expect_err '--crontab-file'
        refute_file made
    done
done

about 'an ACL that lets a user write the table'
settle
cp table table.before
if "$PYTHON" - table <<'PYTHON'; then
import os, struct, sys
entries = [(1, 6), (2, 6, 65534), (4, 0), (16, 6), (32, 0)]
acl = struct.pack("<I", 2)
for tag, rights, *id in entries:
    acl += struct.pack("<HHI", tag, rights, id[0] if id else 0xFFFFFFFF)
try:
    os.setxattr(sys.argv[1], "system.posix_acl_access", acl)
except OSError:
    sys.exit(1)
PYTHON
    cronmend diff -f jobs.yaml
    expect_status 1
    expect_err 'can be written by user nobody, through its ACL'
    expect_err 'setfacl -b'
else
    leave_out 'ACLs: this file system has none'
fi
rm table
rm -r state

about 'files of the state that others own, can write, or hold by another name'
expect_mistrust() { # FILE WORDS
    for command in 'diff -f jobs.yaml' 'apply -f jobs.yaml' 'rollback 1 --yes' history; do
        # shellcheck disable=SC2086
        cronmend $command
        expect_status 1
        expect_err "state/$1"
        expect_err "$2"
        refute_err /etc/cronmend/schedules
        refute_file table
    done
}
settle
rm table
chmod 755 state
for file in cronmend.db cronmend.db-wal cronmend.db-shm lock; do
    [[ -e state/$file ]] || : >state/$file
    mode=$(stat -c %a state/$file)
    chmod 666 state/$file
    expect_mistrust $file 'can be written by everybody'
    chmod 620 state/$file
    expect_mistrust $file 'chmod go-w'
    chmod "$mode" state/$file
    chown $nobody state/$file
    expect_mistrust $file 'belongs to nobody'
    chown 0 state/$file
    ln state/$file held
    expect_mistrust $file 'stands in 2 places'
    rm held
done
chown $nobody state/incidents
expect_mistrust incidents 'belongs to nobody'
expect_mistrust incidents 'with --state-dir, such as /var/lib/cronmend'
chown 0 state/incidents
cronmend apply -f jobs.yaml
expect_status 0
rm -r state table

about 'no folder is made where a link of a user leads'
run "$CRONMEND" apply -f jobs.yaml --crontab-file table --state-dir theirs/folder/made/deep
expect_status 1
expect_err 'belongs to nobody'
refute_file root-only/made
refute_file table

about 'a folder of declarations, though there are none in it yet'
mkdir open
chmod 777 open
for place in open theirs; do
    for command in diff apply; do
        cronmend $command -f $place
        expect_status 1
        expect_err "$place"
        refute_err 'nothing is declared'
    done
done

about 'what belongs to root alone goes as ever'
ln -s root-only/mine link
printf '0 0 * * * /bin/mine\n' >root-only/mine
run "$CRONMEND" apply -f jobs.yaml --crontab-file link --state-dir state
expect_status 0
expect_in root-only/mine /bin/first

about 'a guard that a user could put in its place, or exchange'
printf 'version: 1\ntimezone: America/New_York\njobs:\n  x: {schedule: "0 3 * * *", command: /bin/x}\n' >zone.yaml
cp /bin/true theirs/standing
for guard in theirs/cronmend theirs/none/cronmend theirs/standing; do
    printf 'guard: %s\n' "$PWD/$guard" >settings.yaml
    run env TZ=UTC "$CRONMEND" apply -f zone.yaml --config settings.yaml --crontab-file root-only/guarded \
        --state-dir state
    expect_status 1
    expect_err 'the guard of entries in another time zone'
    refute_file root-only/guarded
done

about "what is only looked at may be a user's, but not what they lead to"
printf '0 0 * * * /bin/theirs\n' >theirs/table
chown $nobody theirs/table
chmod 600 root-only/victim
for command in 'import theirs/link' 'import theirs/folder/victim' 'lint --crontab theirs/link' \
    'lint theirs/link' 'lint --system theirs/link' 'lint --crontab theirs/folder/victim'; do
    # shellcheck disable=SC2086
    run "$CRONMEND" $command --state-dir state
    expect_status 1
    expect_err 'leads through what belongs to nobody to a file of root'
    expect_err "name that file itself, if it is what you mean: $PWD/root-only/victim"
    refute_out 'secret'
    refute_err 'secret'
done
run "$CRONMEND" import theirs/table
expect_status 0
expect_out '/bin/theirs'
run "$CRONMEND" lint --crontab theirs/table
expect_status 0
about 'a folder that everybody can write, and no sticky one'
mkdir -m 777 everybodys
cp theirs/table everybodys/table
for command in 'import everybodys/table' 'lint --crontab everybodys/table'; do
    # shellcheck disable=SC2086
    run "$CRONMEND" $command --state-dir state
    expect_status 1
    expect_err 'can be written by everybody'
done
