#!/usr/bin/env bash
# The way back: history and rollback on the real crontab, and that no pass undoes it without a word.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
need_real_crontab
make_user
alice=$MADE
declare_backups "$alice"
ask() { run "$CRONMEND" "$@" --state-dir "$STATE"; }

printf '%b' '# mine\n15 5 * * * /bin/mine\r\n' '16 6 * * * /bin/mine a\\\\rb \b\n' >mine
install_table "$alice" mine
pass -f backup.yaml
expect_status 0
spool_text "$alice" >managed

about 'the table as it was, byte for byte'
ask history
expect_out 'verified'
expect_out "$alice"
ask history --show 1
expect_same mine "$OUT"

about 'without --yes, and without a terminal, nothing is done'
ask rollback 1
expect_status 1
expect_err 'say --yes'
expect_same managed <(spool_text "$alice")

about 'back, with the difference shown first'
ask rollback 1 --yes
expect_status 0
expect_out '-0 3 * * * /usr/local/bin/backup-run.sh'
expect_out 'read again to prove it'
expect_out 'cronmend apply --resume'
expect_same mine <(spool_text "$alice")
ask history
expect_out 'back to before 1'

for _ in 1 2; do
    about 'a pass says that it is held, and how to go on, and leaves it'
    look -f backup.yaml
    expect_status 2
    expect_out 'held: rolled back'
    expect_out 'cronmend apply --resume'
    pass -f backup.yaml
    expect_status 2
    expect_out 'held: rolled back'
    expect_out 'cronmend apply --resume'
    expect_same mine <(spool_text "$alice")
done
expect_equal 'incidents' 1 "$(incident_count)"

about 'what others do meanwhile stays held, and theirs'
{
    cat mine
    echo '17 7 * * * /bin/new'
} >longer
install_table "$alice" longer
pass -f backup.yaml
expect_status 2
expect_same longer <(spool_text "$alice")

about 'the declaration in force again'
pass -f backup.yaml --resume
expect_status 0
expect_backups "$SPOOL/$alice"
expect_same longer <(spool_text "$alice" | grep -av -e '^#cronmend' -e backup-run.sh)
pass -f backup.yaml
expect_status 0
expect_out 'in sync'

about 'a rollback to no table removes it'
STATE=state-of-none
as_user "$alice" crontab -r
pass -f backup.yaml
expect_status 0
ask rollback 1 --yes
expect_status 0
refute_file "$SPOOL/$alice"
run crontab -l -u "$alice"
expect_err "no crontab for $alice"
pass -f backup.yaml
expect_status 2
refute_file "$SPOOL/$alice"

about 'a rollback of the rollback'
ask rollback 2 --yes
expect_status 0
expect_backups "$SPOOL/$alice"
pass -f backup.yaml
expect_status 0
expect_out 'in sync'

about 'of a table for which nothing is declared any more, the declaration is named, and looks at it'
STATE=state-of-nothing
as_user "$alice" crontab -r
cp backup.yaml former.yaml
pass -f former.yaml
expect_status 0
printf 'version: 1\njobs: {}\n' >former.yaml
pass -f former.yaml --allow-empty
expect_status 0
ask rollback 2 --yes
expect_status 0
expect_out "cronmend apply --resume -f $PWD/former.yaml --user $alice --state-dir $PWD/$STATE"
pass -f former.yaml
expect_status 2
expect_out 'held: rolled back'
expect_backups "$SPOOL/$alice"
pass -f former.yaml --resume
expect_status 0
refute_in "$SPOOL/$alice" backup-run.sh
pass -f former.yaml
expect_status 0
expect_out 'nothing is declared here, and nothing stands that these files declared before'
cp managed "$STATE/managed"
install_table "$alice" "$STATE/managed"

about 'what cannot be gone back to'
ask rollback 99 --yes
expect_status 1
expect_err 'history'

about 'a table that crontab would not take back: it stands as it is, with the words'
STATE=state-of-refusal
echo '61 * * * * /bin/nonsense' >"$SPOOL/$alice"
pass -f backup.yaml
expect_status 1
install_table "$alice" mine
pass -f backup.yaml
expect_status 0
spool_text "$alice" >managed
ask rollback 1 --yes
expect_status 1
expect_err 'bad minute'
expect_same managed <(spool_text "$alice")
pass -f backup.yaml
expect_status 0

about 'a row of one user, and --user for another: nothing is done to either'
STATE=state-of-two
make_user
bob=$MADE
printf '# alice\n' >hers
printf '# bob\n' >his
install_table "$alice" hers
install_table "$bob" his
declare_one both.yaml for-alice '1 1 * * *' /bin/one "user: $alice"
cat >>both.yaml <<YAML
  for-bob: {schedule: "2 2 * * *", command: /bin/two, user: $bob}
YAML
pass -f both.yaml
expect_status 0
row=$("$CRONMEND" history --user "$alice" --state-dir "$STATE" | awk 'NR == 1 {print $1}')
spool_text "$alice" >alice.managed
spool_text "$bob" >bob.managed
for yes in '' --yes; do
    ask rollback "$row" $yes --user "$bob"
    expect_status 1
    expect_err "row $row is of the crontab of $alice, and --user names $bob"
    expect_no_out
    expect_same alice.managed <(spool_text "$alice")
    expect_same bob.managed <(spool_text "$bob")
done

about 'the way back names the table that was rolled back'
ask rollback "$row" --yes --user "$alice"
expect_status 0
expect_out "cronmend apply --resume -f $PWD/both.yaml --user $alice --state-dir $PWD/$STATE"
expect_same hers <(spool_text "$alice")
expect_same bob.managed <(spool_text "$bob")
