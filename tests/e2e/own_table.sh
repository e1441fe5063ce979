#!/usr/bin/env bash
# An ordinary user with a table of their own: by their own hand, in their own places, and no other's.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
make_alice_and_bob
home=$(home_of "$alice")
chmod 755 "$SANDBOX"
by_alice() { run as_user "$alice" "$CRONMEND" "$@"; }

as_user "$alice" mkdir -p "$home/.config/cronmend/schedules"
as_user "$alice" cp "$SOURCE/schedules/backup.yaml" "$home/.config/cronmend/schedules/"
state=$home/.local/state/cronmend

about 'settings, declaration and state are found below the home folder'
by_alice diff
expect_status 2
refute_file "$home/.local"
by_alice apply
expect_status 0
expect_backups "$SPOOL/$alice"
expect_equal 'owner and mode of the state' "$alice 700" "$(stat -c '%U %a' "$state")"
expect_equal 'owner and mode of the database' "$alice 600" "$(stat -c '%U %a' "$state/cronmend.db")"

about 'commented out and healed'
as_user "$alice" crontab -l | sed 's/^0 11 /#&/' >edited
install_table "$alice" edited
by_alice apply
expect_status 0
expect_backups "$SPOOL/$alice"
by_alice incident list
expect_equal 'incidents' 2 "$(grep -c '^INC-' "$OUT")"
by_alice history
expect_count "$OUT" verified 2

about 'history and the way back'
by_alice rollback 1 --yes
expect_status 0
refute_file "$SPOOL/$alice"
by_alice apply
expect_status 2
by_alice apply --resume
expect_status 0
expect_backups "$SPOOL/$alice"

about 'the table of another is refused, before anything is written'
echo '4 4 * * * /bin/bobs' | install_table "$bob"
declare_one other.yaml other '1 1 * * *' /bin/other "user: $bob"
for name in "$bob" root; do
    by_alice diff --user "$name"
    expect_status 1
    expect_err "the crontab of $name is not yours"
    by_alice apply --user "$name"
    expect_status 1
    expect_err "the crontab of $name is not yours"
done
by_alice apply -f "$PWD/other.yaml"
expect_status 1
expect_err "job other is for the crontab of $bob"
expect_equal "bob's table" '4 4 * * * /bin/bobs' "$(spool_text "$bob")"

about 'and crontab itself would refuse it'
run as_user "$alice" crontab -u "$bob" -l
[[ $STATUS != 0 ]] || fail 'expected crontab to refuse'

about "root's pass over the same table: another state, the same entries"
declare_backups "$alice"
pass -f backup.yaml
expect_status 0
expect_backups "$SPOOL/$alice"
expect_count "$SPOOL/$alice" '#cronmend: ' 3
by_alice apply
expect_status 0
expect_out 'in sync'
