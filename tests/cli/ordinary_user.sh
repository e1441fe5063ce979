#!/usr/bin/env bash
# As an ordinary user: the places are those of the user, and the rules for root do not hold. As
# root, this test and those that look different to an ordinary user are run again as one.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/fake_crontab.sh
source "$SOURCE/tests/support/fake_crontab.sh"

if is_root; then
    command -v setpriv >/dev/null || skip 'there is no setpriv(1) to become an ordinary user with'
    user=$(getent passwd nobody | cut -d : -f 3,4) || skip 'there is no user nobody to become'
    # What a user can read: the program may stand in a folder of root's.
    chmod 755 "$SANDBOX" "$SANDBOX/work"
    cp "$CRONMEND" "$SANDBOX/cronmend"
    cp -r "$SOURCE/tests" "$SANDBOX/tests"
    mkdir "$SANDBOX/tmp"
    cp "$SOURCE/CMakeLists.txt" "$SANDBOX/"
    chmod -R a+rX "$SANDBOX"
    chown "${user/:/.}" "$SANDBOX/tmp" 2>/dev/null || chown "$user" "$SANDBOX/tmp"
    for name in ordinary_user bad_input diff dry_run odd_tables rollback settings state_folder \
        crontab_programs; do
        about "$name, as nobody"
        run setpriv --reuid="${user%:*}" --regid="${user#*:}" --clear-groups \
            env HOME="$SANDBOX/tmp" TMPDIR="$SANDBOX/tmp" CRONMEND="$SANDBOX/cronmend" \
            PYTHON="$PYTHON" bash "$SANDBOX/tests/cli/$name.sh"
        [[ $STATUS != 77 ]] || continue
        expect_status 0
    done
    exit 0
fi

HOME=$PWD/home
export HOME
mkdir -p home/.config/cronmend/schedules
declare_two home/.config/cronmend/schedules/jobs.yaml
make_crontab "$PWD/crontab"
table=$PWD/crontab.$(id -un)
here() { run "$CRONMEND" "$@" --crontab "$PWD/crontab"; }

about 'the places below the home folder'
here diff
expect_status 2
expect_out "crontab of $(id -un)"
refute_file home/.local
here apply
expect_status 0
expect_file home/.local/state/cronmend/cronmend.db
expect_equal 'mode of the state folder' 700 "$(stat -c %a home/.local/state/cronmend)"
expect_count "$table" /bin/first 1
run "$CRONMEND" history
expect_out '2 installed'

about 'the record of what root did is not this one'
for command in history 'incident list'; do
    # shellcheck disable=SC2086
    run "$CRONMEND" $command -u root
    expect_status 1
    expect_no_out
    expect_err 'is about your own tables, not those of root'
    expect_err 'run it as root'
done

about 'its own table is asked for without -u'
expect_equal 'calls with -u' 0 "$(grep -c -e -u "$PWD/crontab.log" || true)"

about 'the places that XDG names'
mkdir -p xdg/config/cronmend
declare_one alone.yaml alone '7 7 * * *' /bin/alone
printf 'schedules: %s\ncrontab: %s\n' "$PWD/alone.yaml" "$PWD/crontab" \
    >xdg/config/cronmend/cronmend.yaml
xdg() { run env XDG_CONFIG_HOME="$PWD/xdg/config" XDG_STATE_HOME="$PWD/xdg/state" "$CRONMEND" "$@"; }
xdg diff
expect_status 2
expect_out alone
xdg apply
about 'where nothing is remembered of the jobs that the other places declare: told, left alone'
expect_status 2
expect_file xdg/state/cronmend/cronmend.db
expect_count "$table" /bin/alone 1
expect_count "$table" /bin/first 1
about 'relative ones do not count'
sed -i '/alone/d' "$table" # which is none of this state's business
run env XDG_STATE_HOME=relative "$CRONMEND" apply --crontab "$PWD/crontab"
expect_status 0
refute_file relative

about 'no home folder at all'
run env -u HOME XDG_CONFIG_HOME= XDG_STATE_HOME= "$CRONMEND" diff --crontab "$PWD/crontab"
[[ $STATUS != 0 ]] || fail 'expected that it does not find the declaration'

about 'the tables of others are none of its business'
for name in root daemon; do
    here diff --user $name
    expect_status 1
    expect_err "the crontab of $name is not yours to look at"
    here apply --user $name
    expect_status 1
    declare_one other.yaml other '1 1 * * *' /bin/other "user: $name"
    here apply -f other.yaml
    expect_status 1
    expect_err "job other is for the crontab of $name"
    expect_err "--user $(id -un)"
done
here apply -f other.yaml --user "$(id -un)" --state-dir leave-out
[[ $STATUS != 1 ]] || fail 'expected the jobs of others to be left out'
refute_in "$table" /bin/other

about 'advice is for its own hand, and needs no su'
printf 'version: 1\njobs: {a: {schedule: "7 1 * * *", command: pg_dump, environment: {PGPASSWORD: x}}}\n' >exposed.yaml
for command in 'diff --crontab-file' 'lint --no-host --crontab'; do
    : >plain
    [[ $command == diff* ]] || printf 'PGPASSWORD=x\n' >plain
    # shellcheck disable=SC2086  # several words
    run "$CRONMEND" $command plain -f exposed.yaml --state-dir leave-out
    grep -F '(umask 077; touch ~/.cron.env; chmod 600 ~/.cron.env)' "$OUT" "$ERR" >/dev/null ||
        fail 'expected the way to make the file'
    refute_out 'su -s'
    refute_err 'su -s'
done

about 'a folder that others can write is its own risk'
mkdir -m 777 open
declare_two open/jobs.yaml
run "$CRONMEND" diff -f open --crontab-file t --state-dir s
expect_status 2
