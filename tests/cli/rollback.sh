#!/usr/bin/env bash
# rollback: shows what it will do, asks, puts the old bytes back, and passes respect it until told
# otherwise.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

declare_two
printf '# theirs\r\n0 0 * * * /bin/foreign\xff\n' >table
cp table first
settle
cp table second

rollback() { run "$CRONMEND" rollback "$@" --state-dir state; }

about 'without a terminal and without --yes: shown, and not done'
rollback 1
expect_status 1
expect_out '-5 1 * * * /bin/first --go'
expect_err 'say --yes'
expect_same second table

about 'with --yes: the diff first, then the table to the byte'
rollback 1 --yes
expect_status 0
expect_out '-5 1 * * * /bin/first --go'
expect_out 'put back as it was before row 1'
expect_out 'cronmend apply --resume'
expect_equal 'the first line' '---' "$(head -c 3 "$OUT")"
expect_same first table
run "$CRONMEND" history --state-dir state
expect_out rollback
expect_out 'back to before 1'

about 'already as it was'
rollback 1 --yes
expect_status 0
expect_out 'stands already as it was before row 1'

about 'what it brought is held: told, and left alone'
for _ in 1 2; do
    cronmend diff -f jobs.yaml
    expect_status 2
    expect_out '2 held'
    expect_out 'held: rolled back at'
    expect_out "cronmend apply --resume -f $PWD/jobs.yaml --crontab-file $PWD/table --state-dir $PWD/state"
    cronmend diff -f jobs.yaml --resume
    expect_status 2
    expect_out '2 to install'
    refute_out held
    cronmend apply -f jobs.yaml
    expect_status 2
    expect_out "cronmend apply --resume -f $PWD/jobs.yaml --crontab-file $PWD/table --state-dir $PWD/state"
    expect_out 'held: rolled back at'
    expect_same first table
done
expect_equal 'incidents' 1 "$(incident_count)"

about 'new damage to what is not held is still repaired'
declare_one third.yaml third '7 7 * * *' /bin/third
cronmend apply -f jobs.yaml -f third.yaml
expect_status 2
expect_in table '7 7 * * * /bin/third'
refute_in table /bin/first
sed -i '/third/d' table
cronmend apply -f jobs.yaml -f third.yaml
expect_status 2
expect_in table '7 7 * * * /bin/third'
refute_in table /bin/first

about '--resume puts the declaration back in force'
cronmend apply -f jobs.yaml -f third.yaml --resume
expect_status 0
expect_in table '5 1 * * * /bin/first --go'
expect_in table '10 2 * * mon /bin/second'
cronmend apply -f jobs.yaml -f third.yaml
expect_status 0
expect_out 'in sync'
refute_out held

about 'the hold also ends when the declaration comes to match'
rollback 1 --yes
expect_status 0
cp jobs.yaml kept.yaml
printf 'version: 1\njobs: {}\n' >jobs.yaml
cronmend apply -f jobs.yaml --allow-empty
refute_in table /bin/first
cp kept.yaml jobs.yaml
cronmend apply -f jobs.yaml
cronmend apply -f jobs.yaml --resume
expect_status 0
expect_in table /bin/first

about 'a rollback can itself be rolled back'
row=$("$CRONMEND" history --state-dir state | awk '/ rollback / {print $1; exit}')
cp table now
rollback "$row" --yes
expect_status 0
newest=$("$CRONMEND" history --state-dir state | awk '/ rollback / {print $1; exit}')
rollback "$newest" --yes
expect_status 0
expect_same now table

about 'back to no table at all'
run "$CRONMEND" apply -f jobs.yaml --crontab-file fresh --state-dir other
expect_status 0
# An entry of ours is none of theirs, edited by hand or not.
sed -i 's|^[0-9]* \(.*/bin/first\)|7 \1|' fresh
printf '# theirs\n0 0 * * * /bin/foreign\n' >>fresh
run "$CRONMEND" rollback 1 --state-dir other
expect_status 1
expect_err "this REMOVES the whole crontab file $PWD/fresh (6 lines, 2 of them others')"
expect_file fresh
run "$CRONMEND" rollback 1 --yes --state-dir other
expect_status 0
expect_err "this REMOVES the whole crontab file $PWD/fresh (6 lines, 2 of them others')"
expect_out 'removed, for there was none before row 1'
refute_file fresh

about 'lines of others that came since would go: told, with their number'
printf '# theirs\n' >grown
run "$CRONMEND" apply -f jobs.yaml --crontab-file grown --state-dir other
expect_status 0
row=$("$CRONMEND" history --state-dir other | awk 'NR == 1 {print $1}')
run "$CRONMEND" rollback "$row" --state-dir other
expect_status 1
refute_err 'of others'
printf '# theirs\n7 7 * * * /bin/new\n8 8 * * * /bin/newer\n' >>grown
run "$CRONMEND" rollback "$row" --state-dir other
expect_status 1
expect_err "3 lines of others, as they stand in the crontab file $PWD/grown now, would go or change"

about 'the command that it names works as it is printed, from anywhere'
run "$CRONMEND" rollback "$row" --yes --state-dir other
expect_status 0
refute_in grown /bin/first
named=$(sed -n "s/^ *\(cronmend apply --resume.*\)/\1/p" "$OUT")
[[ -n $named ]] || fail 'expected a command'
mkdir elsewhere
# shellcheck disable=SC2317  # called by the line that was printed
(cd elsewhere && cronmend() { "$CRONMEND" "$@"; } && eval "$named") >"$SANDBOX/resumed" 2>&1 ||
    fail "expected this to work: $named"
expect_in grown '/bin/first --go'

about 'what it brings back of a job that is declared no more: held, and taken out as it says'
for left in keep none; do
    mkdir "$left"
    cd "$left"
    declare_two
    settle
    printf 'version: 1\njobs: {}\n' >jobs.yaml
    [[ $left == none ]] || declare_one jobs.yaml first '5 1 * * *' '/bin/first --go'
    cronmend apply -f jobs.yaml --allow-empty
    expect_status 0
    refute_in table /bin/second
    rollback 2 --yes
    expect_status 0
    expect_in table /bin/second
    named=$(sed -n "s/^ *\(cronmend apply --resume.*\)/\1/p" "$OUT")
    cp table brought
    for _ in 1 2; do
        cronmend apply -f jobs.yaml
        expect_status 2
        expect_out '= second'
        expect_out 'orphaned: no longer declared, but in the table that a rollback brought back'
        refute_out 'incident'
        refute_out 'to be rolled out'
        expect_same brought table
    done
    expect_equal 'the command' \
        "cronmend apply --resume -f $PWD/jobs.yaml --crontab-file $PWD/table --state-dir $PWD/state" \
        "$named"
    # shellcheck disable=SC2317  # called by the line that was printed
    (cd / && cronmend() { "$CRONMEND" "$@"; } && eval "$named") >"$OUT" 2>"$ERR" ||
        fail "expected this to work: $named"
    refute_in table /bin/second
    cronmend apply -f jobs.yaml
    expect_status 0
    cd ..
done

about 'a row of another table than the one that is named'
cp grown there
printf '# x\n' >beside
for yes in '' --yes; do
    run "$CRONMEND" rollback "$row" $yes --state-dir other --crontab-file beside
    expect_status 1
    expect_err "row $row is of the crontab file $PWD/grown, and --crontab-file names beside"
    expect_err 'cronmend history --crontab-file beside'
    run "$CRONMEND" rollback "$row" $yes --state-dir other --user somebody
    expect_status 1
    expect_err "row $row is of the crontab file $PWD/grown, and --user names somebody"
    run "$CRONMEND" rollback "$row" $yes --state-dir other --user somebody --crontab-file grown
    expect_status 1
    expect_err 'and --user names somebody'
    expect_no_out
    expect_same there grown
    expect_equal 'the other one' '# x' "$(cat beside)"
done
run "$CRONMEND" rollback "$row" --yes --state-dir other --crontab-file ./grown
expect_status 0
refute_in grown /bin/first

about 'a row that is not there'
rollback 99 --yes
expect_status 1
expect_err 'there is no history row 99'
expect_err 'cronmend history'
run "$CRONMEND" rollback 1 --yes --state-dir nothing-here
expect_status 1

command -v script >/dev/null || {
    leave_out 'answers at a terminal: there is no script(1) to make one with'
    exit 0
}
answer() {
    LAST="rollback $2, answered with $1"
    STATUS=0
    # shellcheck disable=SC2016  # for the shell of script(1)
    ROW=$2 TERM=xterm script -qec '"$CRONMEND" rollback $ROW --state-dir state' /dev/null \
        <<<"$1" >"$OUT" 2>"$ERR" || STATUS=$?
}
cronmend apply -f jobs.yaml --resume
expect_status 0
cp table now
about 'asked at a terminal: no'
for word in n '' yess Y; do
    answer "$word" 1
    expect_status 1
    expect_out 'Put this table back? [y/N]'
    expect_out 'nothing was changed'
    expect_same now table
done
about 'asked at a terminal: yes'
answer y 1
expect_status 0
expect_same first table
