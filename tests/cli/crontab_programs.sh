#!/usr/bin/env bash
# Crontab programs that fail: nothing is lost, and each trouble is told for what it is.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
need_python
# shellcheck source=../support/fake_crontab.sh
source "$SOURCE/tests/support/fake_crontab.sh"

program=$PWD/crontab
me=$(id -un)
table=$program.$me
make_crontab "$program"
declare_two
foreign='0 0 * * * /bin/foreign'

# A table and a state to start from: none is managed yet.
start() {
    about "$*"
    rm -rf state "$program.hook"
    printf '%s\n' "$foreign" >"$table"
    cp "$table" before
    forget_calls "$program"
}
pass() {
    forget_calls "$program"
    run "$CRONMEND" apply -f jobs.yaml --crontab "$program" --state-dir state "$@"
}
hook() { cat >"$program.hook"; }
expect_put_right() {
    rm -f "$program.hook"
    pass
    expect_status 0
    expect_count "$table" "$foreign" 1
    expect_count "$table" /bin/first 1
    expect_count "$table" /bin/second 1
}
report() { echo "state/incidents/$(incident_ids | head -n 1).md"; }

start 'a read that fails is no empty table'
hook <<'SH'
[ "$verb" != -l ] || { echo 'crontab: cannot open: the disk is on fire' >&2; exit 1; }
SH
for _ in 1 2; do
    pass
    expect_status 1
    expect_err 'the disk is on fire'
    expect_err 'exit status 1'
    expect_equal 'writes' 0 "$(calls "$program" -)"
    expect_same before "$table"
    expect_equal 'incidents' 1 "$(incident_count)"
    expect_in "$(report)" '**Status**: 🔴 OPEN'
    expect_in "$(report)" 'the disk is on fire'
done
run "$CRONMEND" diff -f jobs.yaml --crontab "$program" --state-dir state
expect_status 1
expect_err 'the disk is on fire'
expect_no_out
run "$CRONMEND" diff -f jobs.yaml --crontab "$program" --state-dir state --output json
expect_status 1
expect_json 'list(d) == ["version", "in_sync", "changes", "diagnostics"] and not d["in_sync"]'
expect_json '"the disk is on fire" in d["diagnostics"][0]["summary"]'
pass --output json
expect_status 1
expect_json 'not d["applied"] and not d["verified"] and not d["in_sync"]'
expect_json 'len(d["incidents"]) == 1 and d["snapshot"] is None and d["changes"] == []'
first=$(report)
expect_put_right
expect_in "$first" '**Status**: ✅ RESOLVED'
run "$CRONMEND" incident list --status open --state-dir state
expect_out 'no incidents'

start 'other words with which a read fails'
# shellcheck disable=SC2016  # for the hook
for words in '' 'no crontab' 'no crontab for' "no crontab for ${me}x" "x: no crontab for $me y" \
    'You are not allowed to use this program (crontab)' "kein Crontab für $me"; do
    printf 'case $verb in -l) printf "%%s\\n" "%s" >&2; exit 1 ;; esac\n' "$words" | hook
    pass
    expect_status 1
    expect_equal 'writes' 0 "$(calls "$program" -)"
    expect_same before "$table"
done

start 'a listing that breaks off'
hook <<'SH'
[ "$verb" != -l ] || { head -c 5 "$table"; exit 1; }
SH
pass
expect_status 1
expect_same before "$table"

for status in 1 2 13 64; do
    start "no crontab, in the program's own words, with exit status $status"
    rm "$table"
    # shellcheck disable=SC2016
    printf 'if [ "$verb" = -l ] && [ ! -e "$table" ]; then\n' >"$program.hook"
    # shellcheck disable=SC2016
    printf 'echo "no crontab for $user" >&2\nexit %s\nfi\n' $status >>"$program.hook"
    pass
    expect_status 0
    expect_count "$table" /bin/first 1
done

start 'a flood'
hook <<'SH'
[ "$verb" != -l ] || exec yes '0 0 * * * /bin/flood'
SH
pass
expect_status 1
expect_err 'printed more than'
expect_equal 'writes' 0 "$(calls "$program" -)"
expect_in "$(report)" '**Status**: 🔴 OPEN'
expect_put_right

start 'a write that is taken and ignored'
hook <<'SH'
[ "$verb" != - ] || { cat >/dev/null; exit 0; }
SH
for _ in 1 2; do
    pass
    expect_status 3
    expect_err 'the old one stands'
    expect_same before "$table"
    expect_equal 'incidents' 1 "$(incident_count)"
    expect_in "$(report)" '**Status**: 🔴 OPEN'
    expect_in "$(report)" 'the old one stands'
done
run "$CRONMEND" history --state-dir state
expect_count "$OUT" ' failed ' 2
first=$(report)
expect_put_right
expect_in "$first" '**Status**: ✅ RESOLVED'
expect_equal 'incidents' 1 "$(incident_count)"

start 'a write that is taken and changed'
hook <<'SH'
[ "$verb" != - ] || { sed 's|/bin/first|/bin/worst|' >"$table"; exit 0; }
SH
pass
expect_status 3
expect_err 'is not what was written'
expect_in "$(report)" '**Status**: 🔴 OPEN'
rm -f "$program.hook"
# What crontab made of the line is nobody's that cronmend knows: it stays, and is told.
for _ in 1 2; do
    pass
    expect_status 2
    expect_out 'duplicate: may be an edit of its entry, and starts beside it'
    expect_count "$table" /bin/first 1
    expect_count "$table" /bin/worst 1
done
sed -i /worst/d "$table"
expect_put_right
expect_in "$(report)" '**Status**: ✅ RESOLVED'

start 'a table that is rejected: its words and our text are kept, the old table stands'
hook <<'SH'
[ "$verb" != - ] || { cat >/dev/null; echo '"-":3: bad mood' >&2; exit 1; }
SH
for _ in 1 2; do
    pass
    expect_status 1
    expect_err 'bad mood'
    expect_err 'the old table stands'
    expect_same before "$table"
    expect_equal 'incidents' 1 "$(incident_count)"
    expect_in "$(report)" '**Status**: 🔴 OPEN'
    expect_in "$(report)" 'bad mood'
    expect_in "$(report)" '5 1 * * * /bin/first --go'
    expect_in "$(report)" "$foreign"
done
first=$(report)
expect_put_right
expect_in "$first" '**Status**: ✅ RESOLVED'

start 'a program that dies in the middle of a write'
hook <<'SH'
[ "$verb" != - ] || { head -n 1 >"$table"; kill -KILL $$; }
SH
pass
[[ $STATUS == 1 || $STATUS == 3 ]] || fail 'expected an error'
run "$CRONMEND" history --show 1 --state-dir state
expect_same before "$OUT"
expect_put_right

start 'a table that moves between plan and write: the other line survives'
hook <<'SH'
if [ "$verb" = -l ] && [ "$count" = 2 ]; then
    echo '9 9 * * * /bin/newcomer' >>"$table"
fi
SH
pass
expect_status 0
expect_count "$table" /bin/newcomer 1
expect_count "$table" /bin/first 1
expect_equal 'writes' 1 "$(calls "$program" -)"
expect_equal 'incidents' 1 "$(incident_count)"
expect_in "$(report)" '**Status**: ✅ RESOLVED'
expect_put_right

start 'a table that moves under every look'
hook <<'SH'
[ "$verb" != -l ] || echo "9 9 * * * /bin/newcomer-$count" >>"$table"
SH
pass
expect_status 1
expect_err 'changed under us'
expect_equal 'writes' 0 "$(calls "$program" -)"
refute_in "$table" /bin/first
expect_put_right
expect_count "$table" /bin/newcomer-1 1

start 'a table that moves between write and proof: told, and nothing of it is lost'
hook <<'SH'
if [ "$verb" = -l ] && [ "$count" = 3 ]; then
    echo '9 9 * * * /bin/newcomer' >>"$table"
fi
SH
pass
expect_status 3
expect_err 'read again, is not what was written'
expect_put_right
expect_count "$table" /bin/newcomer 1

start 'no program at all'
for missing in /nonexistent/crontab "$PWD/jobs.yaml" "$PWD" no-such-crontab; do
    run "$CRONMEND" apply -f jobs.yaml --crontab "$missing" --state-dir state
    expect_status 1
    expect_err "${missing##*/}"
done

start 'a rollback that is refused'
expect_put_right
cp "$table" before
hook <<'SH'
[ "$verb" != - ] || { cat >/dev/null; echo 'not today' >&2; exit 1; }
SH
run "$CRONMEND" rollback 1 --yes --crontab "$program" --state-dir state
expect_status 1
expect_err 'not today'
expect_same before "$table"
rm "$program.hook"
pass
expect_status 0
expect_out 'in sync'

start 'an import of a listing that may stand for other bytes is told'
hook <<'SH'
[ "$verb" != -l ] || { sed "s/$(printf '\r')\$/\\\\r/" "$table"; exit 0; }
SH
printf '0 3 * * * /opt/a > log\r\n' >"$table"
cp "$table" before
run "$CRONMEND" import --crontab "$program" --state-dir state
expect_status 0
expect_err '1 line holds \r or \b, and crontab -l shows these two characters and the control character alike'
expect_err 'run as root'
expect_out '# The crontab of'
expect_equal 'no editor was started' 0 "$(calls "$program" -e)"
expect_same before "$table"

about 'so is a dry run of it'
run "$CRONMEND" diff -f jobs.yaml --crontab "$program" --state-dir state
expect_status 2
expect_err 'holds \r or \b, and crontab -l shows these two characters and the control character alike'
expect_err 'run as root'
expect_same before "$table"

is_root || exit 0
start 'the trouble of one user does not stop the others'
declare_one theirs.yaml theirs '4 4 * * *' /bin/theirs 'user: daemon'
hook <<'SH'
[ "$user" != daemon ] || { echo 'cannot open' >&2; exit 1; }
SH
pass -f theirs.yaml
expect_status 3
expect_err 'crontab of daemon'
expect_count "$table" /bin/first 1
expect_equal 'incidents' 2 "$(incident_count)"
pass -f theirs.yaml --user "$me"
expect_status 0
rm "$program.hook"
pass -f theirs.yaml
expect_status 0
expect_count "$program.daemon" /bin/theirs 1
