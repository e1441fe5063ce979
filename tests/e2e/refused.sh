#!/usr/bin/env bash
# Tables that crontab does not show or does not take: each is told, and the others are put right.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
need_real_crontab
if can_be_private; then
    private_machine
else
    leave_out 'cron.deny: there can be no mount name space here'
fi
make_user
alice=$MADE
make_user
bob=$MADE

declare_both() { # COMMAND-OF-BOB
    cat >both.yaml <<YAML
version: 1
jobs:
  of-alice:
    user: $alice
    schedule: "1 1 * * *"
    command: /bin/alice
  of-bob:
    user: $bob
    schedule: "2 2 * * *"
    command: $1
YAML
}
declare_both /bin/bob

about 'two users, one pass'
pass -f both.yaml
expect_status 0
expect_count "$SPOOL/$alice" /bin/alice 1
expect_count "$SPOOL/$bob" /bin/bob 1
refute_in "$SPOOL/$alice" /bin/bob
expect_equal 'incidents' 2 "$(incident_count)"

# Alice's table has just been wiped; Bob's is in trouble, which is told in these words. Alice's is
# put right all the same.
expect_half_done() { # WORDS
    local id
    pass -f both.yaml
    expect_status 3
    expect_err "crontab of $bob"
    expect_err "$1"
    expect_count "$SPOOL/$alice" /bin/alice 1
    about "$CASE: what cannot be put right is one open incident"
    run "$CRONMEND" incident list --status open --state-dir "$STATE"
    expect_equal 'open incidents' 1 "$(grep -c '^INC-' "$OUT")"
    id=$(grep -o '^INC-[^ ]*' "$OUT")
    expect_in "$STATE/incidents/$id.md" "$1"
    pass -f both.yaml
    expect_status 1
    run "$CRONMEND" incident list --status open --state-dir "$STATE"
    expect_equal 'open incidents' "$id" "$(grep -o '^INC-[^ ]*' "$OUT")"
}
expect_all_right() {
    pass -f both.yaml
    expect_status 0
    expect_count "$SPOOL/$alice" /bin/alice 1
    expect_count "$SPOOL/$bob" /bin/bob 1
    run "$CRONMEND" incident list --status open --state-dir "$STATE"
    expect_out 'no incidents'
}

about 'a table that cannot be read: something else stands in its place'
crontab -u "$alice" -r
mv "$SPOOL/$bob" aside
mkdir "$SPOOL/$bob"
expect_half_done "$bob"
[[ -d $SPOOL/$bob ]] || fail 'expected that to be left alone'
rmdir "$SPOOL/$bob"
mv aside "$SPOOL/$bob"
expect_all_right

about 'a table that crontab refuses: a line in it, put there behind its back, is none'
crontab -u "$alice" -r
echo '61 * * * * /bin/nonsense' >"$SPOOL/$bob"
cp "$SPOOL/$bob" aside
look -f both.yaml
expect_status 2
expect_err 'bad minute'
expect_half_done 'bad minute'
expect_same aside "$SPOOL/$bob"
expect_in "$(grep -l "$bob" "$STATE"/incidents/*.md | xargs grep -l OPEN)" '61 * * * * /bin/nonsense'
echo '16 * * * * /bin/sense' >"$SPOOL/$bob"
expect_all_right
expect_count "$SPOOL/$bob" '16 * * * * /bin/sense' 1

about 'a table that would be too long'
{
    seq 9998 | sed 's/^/# /'
    echo '0 0 * * * /bin/long'
} >long
crontab -u "$bob" long
crontab -u "$alice" -r
pass -f both.yaml
expect_status 3
expect_err '10001 lines'
expect_same long <(spool_text "$bob")
expect_count "$SPOOL/$alice" /bin/alice 1
sed -i 1d long
crontab -u "$bob" long
expect_all_right

about 'a user that does not exist'
STATE=state-of-nobody
crontab -u "$alice" -r
crontab -u "$bob" -r
sed "s/user: $bob/user: cmtest-nobody/" both.yaml >nobody.yaml
for _ in 1 2; do
    look -f nobody.yaml
    expect_status 1
    expect_err 'cmtest-nobody'
done
pass -f nobody.yaml
expect_status 3
expect_err "nobody.yaml:7:3: job of-bob: there is no user cmtest-nobody on this host"
expect_count "$SPOOL/$alice" /bin/alice 1
refute_file "$SPOOL/cmtest-nobody"
pass -f nobody.yaml --user cmtest-nobody
expect_status 1

[[ -n ${PRIVATE_MACHINE:-} ]] || exit 0
STATE=state-of-denied
crontab -u "$alice" -r
pass -f both.yaml
expect_status 0
for file in cron.deny cron.allow; do
    about "$file"
    crontab -u "$alice" -r
    if [[ $file == cron.deny ]]; then
        printf '%s\n' "$bob" >/etc/cron.deny
    else
        printf '%s\n' root "$alice" >/etc/cron.allow
    fi
    cp "$SPOOL/$bob" aside
    look -f both.yaml
    expect_status 1
    expect_half_done 'cannot use this program'
    expect_same aside "$SPOOL/$bob"
    about "$file, by the user itself"
    declare_one own.yaml own '3 3 * * *' /bin/own
    chmod 644 own.yaml
    run as_user "$bob" "$CRONMEND" apply -f "$PWD/own.yaml"
    expect_status 1
    expect_err 'not allowed to use this program'
    expect_err 'if there is an /etc/cron.allow the user must be in it'
    expect_err "$bob"
    expect_same aside "$SPOOL/$bob"
    rm "/etc/$file"
    about "$file, lifted again"
    expect_all_right
done
