#!/usr/bin/env bash
# A job that is declared for another table goes there, with no incident and without a word about
# emptying: into the one first, and out of the other only if it stands there.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
make_alice_and_bob
declare_for() { declare_one jobs.yaml nightly '1 1 * * *' /bin/nightly "user: $1"; }

for way in "$alice $bob" "$bob $alice"; do
    from=${way% *}
    to=${way#* }
    STATE=state-$from
    about "from one to the other, $from to $to"
    as_user "$alice" crontab -r 2>/dev/null || true
    as_user "$bob" crontab -r 2>/dev/null || true
    declare_for "$from"
    pass -f jobs.yaml
    expect_status 0
    echo '2 2 * * * /bin/theirs' >theirs
    spool_text "$from" | cat - theirs >with
    install_table "$from" with
    declare_for "$to"
    look -f jobs.yaml
    expect_status 2
    expect_out "declared for the crontab of $to now"
    expect_out "declared for the crontab of $from before"
    expect_equal 'the one that gives it away comes last' "$to" \
        "$(grep -o "crontab of \($from\|$to\):" "$OUT" | head -n 1 | sed 's/.* //; s/:$//')"
    pass -f jobs.yaml
    expect_status 0
    expect_same theirs <(spool_text "$from")
    expect_in "$SPOOL/$to" '1 1 * * * /bin/nightly'
    expect_equal 'incidents' 1 "$("$CRONMEND" incident list --state-dir "$STATE" | grep -c '^INC-')"
    pass -f jobs.yaml
    expect_status 0
    expect_out 'in sync'
done

about 'what is declared nowhere any more is not thrown away with what has moved'
STATE=state-both
as_user "$alice" crontab -r
as_user "$bob" crontab -r 2>/dev/null || true
declare_for "$alice"
printf '  other: {schedule: "3 3 * * *", command: /bin/other, user: %s}\n' "$alice" >>jobs.yaml
pass -f jobs.yaml
expect_status 0
declare_for "$bob"
pass -f jobs.yaml
expect_status 3
expect_err "nothing is declared for $alice any more: the one entry of cronmend"
expect_in "$SPOOL/$alice" /bin/other

fresh() { # NAME OF THE STATE: the job is alice's
    STATE=$1
    as_user "$alice" crontab -r 2>/dev/null || true
    as_user "$bob" crontab -r 2>/dev/null || true
    declare_for "$alice"
    pass -f jobs.yaml
    expect_status 0
}
expect_kept() {
    look -f jobs.yaml
    expect_out 'but does not stand there yet: it stays here until it does'
    pass -f jobs.yaml
    expect_out 'but does not stand there yet: it stays here until it does'
    expect_in "$SPOOL/$alice" /bin/nightly
}

about 'where it cannot be put in, it stays where it is'
fresh state-nobody
declare_for nosuchuser
expect_kept
expect_err 'there is no user nosuchuser'
fresh state-warn
declare_one jobs.yaml nightly '1 1 * * *' /bin/nightly "user: $bob" 'mode: warn'
expect_kept
expect_status 2
fresh state-refused
printf 'nonsense here\n' >"$SPOOL/$bob"
chown "$bob:crontab" "$SPOOL/$bob"
chmod 600 "$SPOOL/$bob"
declare_for "$bob"
expect_kept

fresh state-half
declare_one other.yaml elses '1 1 * * *' /bin/nightly "user: $bob"
pass -f other.yaml
expect_status 0
declare_one jobs.yaml nightly '1 1 * * *", "5 5 * * *' /bin/nightly "user: $alice"
sed -i 's/schedule: \(.*\)/schedule: [\1]/' jobs.yaml
pass -f jobs.yaml
expect_status 0
sed -i "s/user: .*/user: $bob/" jobs.yaml
expect_kept
expect_in "$SPOOL/$alice" '5 5 * * * /bin/nightly'

about 'what is off in its new place goes from the former one all the same'
fresh state-off
declare_one jobs.yaml nightly '1 1 * * *' /bin/nightly "user: $bob" 'enabled: false'
pass -f jobs.yaml
expect_status 0
[[ ! -e $SPOOL/$alice ]] || refute_in "$SPOOL/$alice" /bin/nightly
[[ ! -e $SPOOL/$bob ]] || refute_in "$SPOOL/$bob" /bin/nightly

about 'two tables that exchange their jobs'
fresh state-swap
printf '  other: {schedule: "3 3 * * *", command: /bin/other, user: %s}\n' "$bob" >>jobs.yaml
pass -f jobs.yaml
expect_status 0
declare_for "$bob"
printf '  other: {schedule: "3 3 * * *", command: /bin/other, user: %s}\n' "$alice" >>jobs.yaml
pass -f jobs.yaml
refute_in "$SPOOL/$alice" /bin/nightly
expect_in "$SPOOL/$alice" /bin/other
refute_in "$SPOOL/$bob" /bin/other
expect_in "$SPOOL/$bob" /bin/nightly
pass -f jobs.yaml
expect_status 0
run "$CRONMEND" incident list --state-dir "$STATE" --status open
expect_out 'no incidents'

about 'an entry that was adopted is told, for it starts in both'
STATE=state-adopted
as_user "$bob" crontab -r
echo '1 1 * * * /bin/nightly' | install_table "$alice"
declare_for "$alice"
pass -f jobs.yaml
expect_status 0
declare_for "$bob"
for _ in 1 2; do
    pass -f jobs.yaml
    expect_status 2
    expect_out "declared for the crontab of $bob now, and starts there too"
done

about 'of one table alone: what the other one has is for the next pass to say'
STATE=state-one
as_user "$alice" crontab -r
as_user "$bob" crontab -r
declare_for "$alice"
pass -f jobs.yaml
expect_status 0
declare_for "$bob"
pass -f jobs.yaml --user "$bob"
expect_status 0
expect_out "declared for the crontab of $alice before"
pass -f jobs.yaml
expect_status 0
expect_out "declared for the crontab of $bob now"
[[ ! -e $SPOOL/$alice ]] || refute_in "$SPOOL/$alice" /bin/nightly
