#!/usr/bin/env bash
# A declaration speaks for its own jobs: what another file declared is not its business.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

declare_one one.yaml one '1 1 * * *' /bin/one
declare_one two.yaml two '2 2 * * *' /bin/two
printf '9 9 * * * /bin/foreign\n' >table

about 'one after the other: both stay'
cronmend apply -f one.yaml
expect_status 0
cronmend apply -f two.yaml
expect_status 0
for name in one two foreign; do
    expect_count table "/bin/$name" 1
done
cronmend diff -f one.yaml
expect_status 0
cronmend diff -f two.yaml
expect_status 0
cronmend diff -f one.yaml -f two.yaml
expect_status 0

about 'one file says nothing about the loss of the jobs of the other'
sed -i '/two/d' table
cronmend apply -f one.yaml
expect_status 0
expect_count table /bin/two 0
cronmend apply -f two.yaml
expect_status 0
expect_count table /bin/two 1

about 'nothing of its own, beside entries of others: it says what was not looked at'
printf 'version: 1\njobs: {}\n' >empty.yaml
for command in diff apply; do
    run "$CRONMEND" $command -f empty.yaml --state-dir state
    expect_status 0
    expect_out 'no table was looked at'
    expect_out "what other files declared stands in: $PWD/table;"
done

about 'taken out of its own file: removed'
declare_one one.yaml uno '1 1 * * *' /bin/uno
cronmend diff -f two.yaml
expect_status 0
cronmend diff -f one.yaml
expect_status 2
expect_out 'one'
expect_out orphaned
cronmend apply -f one.yaml
expect_status 0
expect_count table /bin/one 0
expect_count table /bin/uno 1
expect_count table /bin/two 1

about 'a folder speaks for every file that ever was in it'
mkdir folder
mv one.yaml two.yaml folder
cronmend apply -f folder
expect_status 0
rm folder/two.yaml
cronmend apply -f folder
expect_status 0
expect_count table /bin/two 0
expect_count table /bin/uno 1
expect_count table /bin/foreign 1

about 'an entry with a marker that nobody here wrote is told, not removed'
printf '#cronmend: stranger 0123456789abcdef\n4 4 * * * /bin/stranger\n' >>table
cp table before
cronmend apply -f folder
expect_status 2
expect_out stranger
expect_out 'left alone'
expect_same before table

if [[ $(id -u) == 0 ]]; then
    about 'a user whom this host does not have: an error with the place, and no incident'
    printf 'version: 1\njobs:\n  lost: {schedule: "1 1 * * *", command: /bin/lost, user: no-such-user}\n' >nobody.yaml
    for command in diff apply; do
        run "$CRONMEND" $command -f nobody.yaml --state-dir other
        expect_status 1
        expect_err 'nobody.yaml:3:'
        expect_err 'there is no user no-such-user on this host'
    done
    run "$CRONMEND" apply -f nobody.yaml --user no-such-user --state-dir other
    expect_status 1
    expect_err 'there is no user no-such-user on this host'
    run "$CRONMEND" incident list --state-dir other
    expect_out 'no incidents'
fi

about 'only what is declared here counts as declared'
rm -rf table state
declare_one one.yaml one '1 1 * * *' /bin/one
declare_one two.yaml two '2 2 * * *' /bin/two
cronmend apply -f one.yaml
cronmend apply -f two.yaml
cronmend diff -f one.yaml
expect_out '(1 entry as declared'
rm table
mkdir empty
cronmend diff -f empty
expect_out '(0 entries as declared'
expect_err 'empty: the folder holds no declaration'

about 'the ways on name the record that is meant'
: >table
cronmend apply -f one.yaml
expect_status 0
expect_out "cronmend history --show 3 --state-dir $PWD/state; back to it: cronmend rollback 3 --state-dir $PWD/state"
cronmend history
expect_out "cronmend rollback ID --state-dir $PWD/state"
for id in $(incident_ids | head -n 1); do
    expect_in "state/incidents/$id.md" "cronmend rollback 3 --state-dir $PWD/state"
done

about 'a state folder that is not there is told'
run "$CRONMEND" history --state-dir nowhere
expect_status 0
expect_err 'nowhere does not exist, so nothing is on record there'

if [[ $(id -u) == 0 ]]; then
    about '--user chooses among the jobs'
    run "$CRONMEND" diff -f one.yaml --user nobody --state-dir state
    expect_err 'no job is declared for nobody: the one that is here is for root'
fi

about 'one entry under two names in two declarations used in turn: told, not relabelled to and fro'
rm -rf table state
declare_one a.yaml backup '3 3 * * *' /bin/both
declare_one b.yaml save '3 3 * * *' /bin/both
cronmend apply -f a.yaml
expect_status 0
cp table labelled
for _ in 1 2; do
    cronmend apply -f b.yaml
    expect_status 2
    expect_out "carries the marker of job backup, which $PWD/a.yaml declares and this declaration does not"
    expect_out 'renamed_from: backup'
    cronmend diff -f b.yaml
    expect_status 2
    cronmend apply -f a.yaml
    expect_status 0
    expect_same labelled table
done
run "$CRONMEND" incident list --state-dir state --status open
expect_out 'no incidents'

about 'so too if one of the two wants another environment, or the entry kept out'
for more in 'environment: {MAILTO: ops@example.org}' 'enabled: false'; do
    declare_one c.yaml third '3 3 * * *' /bin/both
    printf '    %s\n' "$more" >>c.yaml
    for _ in 1 2; do
        cronmend apply -f c.yaml
        expect_same labelled table
        cronmend apply -f a.yaml
        expect_status 0
        expect_same labelled table
    done
done
declare_one c.yaml third '3 3 * * *' /bin/both
printf '    environment: {MAILTO: ops@example.org}\n' >>c.yaml
cronmend apply -f c.yaml
expect_status 2
expect_out "carries the marker of job backup, which $PWD/a.yaml declares"

about 'a job that moved to another file and says so is relabelled'
sed -i '/save:/a\    renamed_from: backup' b.yaml
cronmend apply -f b.yaml
expect_status 0
expect_in table '#cronmend: save '

about 'one name for two entries in two declarations used in turn: each pass says so'
rm -rf table state
declare_one a.yaml backup '3 3 * * *' /bin/first
declare_one b.yaml backup '4 4 * * *' /bin/second
cronmend apply -f a.yaml
for turn in b a b; do
    other=$([ $turn = a ] && echo b || echo a)
    cronmend diff -f $turn.yaml
    expect_err "job backup stood there as $PWD/$other.yaml declared, which this declaration does not read"
    cronmend apply -f $turn.yaml
    expect_status 0
    expect_err 'each undoes what the other does'
    cronmend apply -f $turn.yaml
    refute_err 'each undoes'
done

about 'what a rollback brought is held through passes of another declaration'
rm -rf table state
declare_one a.yaml backup '3 3 * * *' /bin/first
declare_one b.yaml other '4 4 * * *' /bin/second
cronmend apply -f b.yaml
cronmend apply -f a.yaml
expect_status 0
run "$CRONMEND" rollback 2 --yes --state-dir state
expect_status 0
cp table held
for way in '' --resume; do
    cronmend apply -f b.yaml $way
    expect_status 0
    expect_out 'in sync'
    cronmend apply -f a.yaml
    expect_status 2
    expect_out 'held: rolled back'
    expect_same held table
done
cronmend apply -f a.yaml --resume
expect_status 0
expect_in table /bin/first
