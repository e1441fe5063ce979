#!/usr/bin/env bash
# A user who is gone, or of whom nothing is declared any more: no error and no incident stays behind.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
make_alice_and_bob

declare_alice() {
    declare_one jobs.yaml for-alice '1 1 * * *' /bin/one "user: $alice"
}
declare_both() { # [KEY…] of the second job
    declare_alice
    printf '  for-bob: {schedule: "2 2 * * *", command: /bin/two, user: %s%s}\n' "$bob" "${1:-}" >>jobs.yaml
}
remove_bob() {
    "$SOURCE/tests/support/throwaway_user" remove "$bob"
    USERS=("$alice")
    rm -rf "$SANDBOX/home.1"
}
expect_no_open_incident() {
    run "$CRONMEND" incident list --state-dir "$STATE" --status open
    expect_out 'no incidents'
}

about 'a table that could not be read, and for which nothing is declared any more'
cat >failing <<SH
#!/bin/sh
case "\$*" in *"$bob"*) echo 'cannot' >&2; exit 1;; esac
exec crontab "\$@"
SH
chmod 755 failing
for again in failing crontab; do
    STATE=state-unreadable-$again
    as_user "$alice" crontab -r || true
    declare_both
    pass -f jobs.yaml --crontab "$PWD/failing"
    expect_status 3
    declare_alice
    # As the unit would: the same command as before.
    [[ $again == failing ]] || printf '#!/bin/sh\nexec crontab "$@"\n' >failing
    pass -f jobs.yaml --crontab "$PWD/failing"
    expect_status 0
    if [[ $again == failing ]]; then
        expect_out 'closed, not repaired'
    else
        expect_out resolved
    fi
    expect_no_open_incident
    pass -f jobs.yaml --crontab "$PWD/failing"
    expect_status 0
    refute_out "$bob"
done

about 'a job that was only watched, and its user deleted'
STATE=state-watched
declare_both ', mode: warn'
pass -f jobs.yaml
expect_status 2
watched=$bob
declare_alice

about 'a user with entries, deleted'
STATE=state
declare_both
pass -f jobs.yaml
expect_status 0
remove_bob
pass -f jobs.yaml
expect_status 1
expect_err "there is no user $bob on this host"
declare_alice
look -f jobs.yaml
expect_status 0
expect_err "there is no user $bob any more"
pass -f jobs.yaml
expect_status 0
expect_err "there is no user $bob any more"
expect_no_open_incident
pass -f jobs.yaml
expect_status 0
expect_no_err
run "$CRONMEND" history --state-dir "$STATE"
expect_out "$bob"

about 'the one that was only watched'
STATE=state-watched
pass -f jobs.yaml
expect_status 0
expect_err "there is no user $watched any more"
expect_out "crontab of $watched: not looked at any more"
expect_no_open_incident
pass -f jobs.yaml
expect_status 0
expect_no_err

about 'a table that is left in the spool is no matter of forgetting'
make_user
bob=$MADE
STATE=state-left
declare_both
pass -f jobs.yaml
expect_status 0
cp "$SPOOL/$bob" left
remove_bob
cp left "$SPOOL/$bob"
at_end remove_left
remove_left() { rm -f "$SPOOL/$bob"; }
declare_alice
pass -f jobs.yaml
expect_status 1
expect_err "a crontab of that name stands in the spool"
expect_err "take $SPOOL/$bob away"
remove_left
pass -f jobs.yaml
expect_status 0
