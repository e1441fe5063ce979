#!/usr/bin/env bash
# incident list and show, and the reports as files.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

declare_two
list() { run "$CRONMEND" incident list "$@" --state-dir state; }
show_one() { run "$CRONMEND" incident show "$@" --state-dir state; }

about 'before anything happened'
list
expect_status 0
expect_out 'no incidents'
refute_file state

about 'one story, resolved: of three lost entries one incident'
settle
: >table
settle
expect_out 'the table has been emptied'
expect_equal 'incidents' 2 "$(incident_count)"
newest=$(incident_ids | head -n 1)
[[ $newest =~ ^INC-[0-9]{14}-[A-Za-z0-9]{6}$ ]] || fail "not an id: $newest"

about 'what was done is told by job ids, as the lines stand above it'
show_one "$newest"
expect_out '  installed: first, second'

about 'a report is named so that it can be opened from anywhere'
: >table
settle
expect_out "resolved: $PWD/state/incidents/$(incident_ids | head -n 1).md"

about 'and one that stays open: a job that is only watched'
declare_one watched.yaml watched '3 3 * * *' /bin/watched 'mode: warn'
cronmend apply -f jobs.yaml -f watched.yaml
expect_status 2
expect_out 'left alone'
open=$(incident_ids | head -n 1)
cronmend apply -f jobs.yaml -f watched.yaml
expect_status 2
expect_equal 'incidents' 4 "$(incident_count)"

about 'the list, newest first'
list
expect_status 0
expect_equal 'lines' 4 "$(wc -l <"$OUT")"
expect_equal 'the first' "$open  OPEN" "$(head -n 1 "$OUT" | cut -d ' ' -f 1-3)"
expect_out 'RESOLVED'
expect_out critical
expect_out '2 cron jobs were missing from'

about 'by status'
list --status open
expect_equal 'lines' 1 "$(wc -l <"$OUT")"
expect_out "$open"
list --status resolved
expect_equal 'lines' 3 "$(wc -l <"$OUT")"
refute_out "$open"

about 'at most so many'
list --limit 1
expect_equal 'lines' 1 "$(wc -l <"$OUT")"
expect_out "$open"

about 'one of them, as text'
show_one "$newest"
expect_status 0
expect_no_err
for text in "$newest  RESOLVED  critical" 'first: missing' '+ 5 1 * * * /bin/first --go' \
    'missed runs: unknown' 'last successful run: unknown' 'root cause: unknown' timeline: \
    'cronmend diff -f' 'history --show 2'; do
    expect_out "$text"
done

about 'as Markdown: what stands in the state folder'
show_one "$newest" --output markdown
expect_status 0
expect_same "state/incidents/$newest.md" "$OUT"
expect_out "# Incident Report: $newest"
expect_out '**Status**: ✅ RESOLVED'
expect_equal 'mode of the report' 600 "$(stat -c %a "state/incidents/$newest.md")"
expect_in "state/incidents/$open.md" '**Status**: 🔴 OPEN'

about 'the commands that it gives do run'
command=$(grep -m 1 '^cronmend diff ' "state/incidents/$newest.md")
# shellcheck disable=SC2016
printf '"$CRONMEND" %s\n' "$(sed 's/^cronmend //; s/; echo.*//' <<<"$command")" >typed
run bash ./typed
expect_status 0
expect_out 'in sync'

about 'the open one is resolved once it is in order'
printf '3 3 * * * /bin/watched\n' >>table
cronmend apply -f jobs.yaml -f watched.yaml
list --status open
expect_out 'no incidents'
expect_in "state/incidents/$open.md" '**Status**: ✅ RESOLVED'

about 'one that is not there'
show_one INC-20000101000000-AAAAAA
expect_status 1
expect_no_out
expect_err 'there is no incident INC-20000101000000-AAAAAA'
expect_err 'cronmend incident list'
show_one ../../etc/passwd
expect_status 1
expect_no_out

about 'of a job that is off by now: closed, and not called repaired; the job is not counted'
mkdir off
cd off
declare_one jobs.yaml pay '4 4 * * *' /bin/pay 'mode: warn' 'severity: critical'
cronmend apply -f jobs.yaml
expect_status 2
newest=$(incident_ids | head -n 1)
declare_one jobs.yaml pay '4 4 * * *' /bin/pay 'mode: off'
cronmend apply -f jobs.yaml
expect_status 0
# shellcheck disable=SC2016  # backquotes, letter by letter
expect_out '(0 entries as declared; 1 job with `mode: off` not looked at; nothing else is in the table)'
expect_out "incident $newest closed, not repaired: $PWD/state/incidents/$newest.md"
expect_in "state/incidents/$newest.md" 'CLOSED, NOT REPAIRED'
refute_in "state/incidents/$newest.md" RESOLVED
list
expect_out "$newest  CLOSED"
show_one "$newest"
expect_out 'resolved: not repaired; closed at'
list --status resolved
expect_out "$newest"
cronmend diff -f jobs.yaml
expect_status 0
# shellcheck disable=SC2016  # backquotes, letter by letter
expect_out '1 job with `mode: off` not looked at'
