#!/usr/bin/env bash
# `cronmend at`, the guard of entries whose times are meant in another zone: it lets the right start
# through as if it were not there, and says nothing about the others.
# shellcheck disable=SC2016
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

zone=Europe/Berlin
# The schedule of one minute of the day, in the zone. A minute may end before the guard is asked: it
# looks back an hour.
at() { TZ=$zone date -d "$1" '+%-M %-H * * *'; }
offset=$(TZ=$zone date +%:z)
guard() { run "$CRONMEND" at --zone "$zone" "$@"; }

about 'its start: the command runs, and its exit status is the guard'"'"'s'
guard "$(at now)" -- 'echo "it'"'"'s $((40 + 2))"; exit 7'
expect_status 7
expect_equal output "it's 42" "$(cat "$OUT")"
expect_no_err

about 'not its start: nothing, at no charge'
guard "$(at '3 hours ago')" -- 'echo ran'
expect_status 0
expect_no_out
expect_no_err

about 'the entry for another time of the year'
guard --ahead "$offset" "$(at now)" -- 'echo ran'
expect_out ran
guard --ahead +13:00 "$(at now)" -- 'echo ran'
expect_status 0
expect_no_out
guard --host "$zone" --ahead +00:00 "$(at now)" -- 'echo ran'
expect_out ran

about 'a late start counts, up to the grace'
guard --grace 45 "$(at '40 minutes ago')" -- 'echo ran'
expect_out ran
guard --grace 30 "$(at '40 minutes ago')" -- 'echo ran'
expect_no_out

about 'environment, standard input and process id are the job'"'"'s own'
{ env -i A=b SHELL=/bin/sh HOME=/ "$CRONMEND" at --zone "$zone" "$(at now)" -- \
    'cat; env | grep -v -e ^PWD= -e ^_= -e ^OLDPWD= -e ^SHLVL= | sort' <<<'from standard input'; } >seen
expect_equal 'what it got' 'from standard input A=b HOME=/ SHELL=/bin/sh' "$(tr '\n' ' ' <seen | sed 's/ $//')"
sh -c 'echo $$; exec "$@"' - "$CRONMEND" at --zone "$zone" "$(at now)" -- 'echo $$' >pids
expect_equal 'processes' 1 "$(sort -u pids | wc -l)"

about 'the shell is the job'"'"'s SHELL'
printf '#!/bin/sh\necho "$# $1 <$2>"\n' >shell
chmod +x shell
run env SHELL="$PWD/shell" "$CRONMEND" at --zone "$zone" "$(at now)" -- -x
expect_equal 'its words' '2 -c <-x>' "$(cat "$OUT")"
run env SHELL="$PWD/none" "$CRONMEND" at --zone "$zone" "$(at now)" -- 'echo ran'
expect_status 127
expect_err 'the shell '

about 'what cannot be told is said, and not run'
run "$CRONMEND" at --zone Nowhere/Nothing '* * * * *' -- 'echo ran'
expect_status 1
expect_no_out
expect_err 'there is no time zone "Nowhere/Nothing" on this host'
expect_err 'the command was not run'
run "$CRONMEND" at --zone ../../etc/passwd '* * * * *' -- 'echo ran'
expect_status 1
expect_err 'is not the name of a time zone'
run "$CRONMEND" at --zone UTC --host Nowhere '* * * * *' -- 'echo ran'
expect_status 1
expect_no_out
run "$CRONMEND" at --zone UTC '* * * *' -- 'echo ran'
expect_status 1
expect_no_out

about 'a wrong command line'
for words in '' '--zone' '--zone UTC' '--zone UTC * -- x y' '--ahead 1 * -- x' '--zone UTC --grace 0 * -- x' \
    '--zone UTC --grace 61 * -- x' '--zone UTC --what ever * -- x' '* -- x' '--zone UTC * x'; do
    set -f
    # shellcheck disable=SC2086
    run "$CRONMEND" at $words
    set +f
    expect_status 1
    expect_no_out
    [[ -s $ERR ]] || fail 'expected a word on standard error'
done
