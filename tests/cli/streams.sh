#!/usr/bin/env bash
# Data goes to standard output, everything else to standard error, and what cannot be printed is
# not taken for done.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

need_python
declare_one jobs.yaml never '0 0 31 2 *' /bin/never

about 'a warning is no data'
cronmend diff -f jobs.yaml
expect_status 2
expect_err 'jobs.yaml:4:'
expect_err 'warning'
refute_out warning

about '-v tells what is done, beside the data'
cp "$OUT" quiet
cronmend diff -f jobs.yaml -v
expect_same quiet "$OUT"
expect_err '1 job declared in 1 file'
cronmend apply -f jobs.yaml -v
expect_status 0
expect_err recorded

about '-q leaves out the warnings that every call repeats, and no error'
cronmend apply -f jobs.yaml -q
expect_status 0
expect_no_err
cronmend diff -f jobs.yaml --quiet
expect_status 0
expect_no_err
cronmend apply -f nosuch.yaml -q
expect_status 1
expect_err 'nosuch.yaml'

about 'what is not put right is told with -q too: an incident once, a table that cron refuses each time'
cp table in-order
declare_one watched.yaml watched '3 3 * * *' /bin/watched 'mode: warn'
unseen() {
    cronmend apply -f jobs.yaml -f watched.yaml -q
    expect_status 2
    : >"$OUT"
}
unseen
expect_err 'opened, and not put right: Cron job watched was not installed yet'
expect_err 'see `cronmend incident show INC-'
unseen
expect_no_err
echo 'no line of a table' >>table
unseen
expect_err "$PWD/table:3: warning: cron refuses this table, and runs none of it: line 3"
expect_err 'opened, and not put right: cron refuses'
unseen
expect_err 'cron refuses this table'
refute_err 'opened'
cp in-order table
cronmend apply -f jobs.yaml -q
expect_status 0
expect_no_err

about 'errors are no data'
cronmend history --show 99
expect_status 1
expect_no_out
expect_err 'there is no history row 99'

about 'a full disk behind standard output'
full() {
    LAST="$* >/dev/full"
    STATUS=0
    "$@" </dev/null >/dev/full 2>"$ERR" || STATUS=$?
    : >"$OUT"
}
full "$CRONMEND" diff -f jobs.yaml --crontab-file table --state-dir state
expect_status 1
expect_err 'standard output could not be written'
full "$CRONMEND" history --state-dir state
expect_status 1
full "$CRONMEND" diff -f jobs.yaml --crontab-file other --state-dir other-state
expect_status 2
expect_err 'standard output could not be written'

about 'readers that have gone: the pass is made to its end, with the status that it has'
cat >into_nothing.py <<'END'
import os, signal, subprocess, sys
reader, writer = os.pipe()
os.close(reader)
out, err = (writer if name in sys.argv[1] else subprocess.DEVNULL for name in ("out", "err"))
sys.exit(subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                        preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL)).returncode)
END
for streams in out err out,err; do
    rm -rf state table
    run "$PYTHON" into_nothing.py "$streams" "$CRONMEND" apply -v -f jobs.yaml --crontab-file table \
        --state-dir state
    expect_status 0
    expect_equal 'the lines of the table' 2 "$(wc -l <table)"
done

about "a limit to a file's size is told like a full disk"
rm -rf state table
STATUS=0
(ulimit -f 0 && exec "$CRONMEND" apply -f jobs.yaml --crontab-file table --state-dir state 2>&1) \
    </dev/null | cat >limited || STATUS=$?
expect_status 1
expect_in limited 'error: '
refute_file table

about 'and the next pass begins a record of its own: none was lost'
cronmend apply -f jobs.yaml
expect_status 0
refute_err 'was empty'

about 'a closed standard output: the repair is made, and nothing strays into a file'
rm -r state table
STATUS=0
"$CRONMEND" apply -f jobs.yaml --crontab-file table --state-dir state </dev/null >&- 2>"$ERR" ||
    STATUS=$?
# A table was written, so it is no 'nothing was changed'.
expect_status 3
expect_err 'standard output could not be written'
expect_equal 'the table' '#cronmend: never' "$(head -n 1 table | cut -d ' ' -f 1,2)"
expect_equal 'the head of the database' 'SQLite format 3' "$(head -c 15 state/cronmend.db)"
run "$CRONMEND" diff -f jobs.yaml --crontab-file table --state-dir state
expect_status 0

about 'all three closed'
rm -r state table
STATUS=0
"$CRONMEND" apply -f jobs.yaml --crontab-file table --state-dir state <&- >&- 2>&- || STATUS=$?
expect_status 3
expect_equal 'the head of the database' 'SQLite format 3' "$(head -c 15 state/cronmend.db)"
expect_equal 'the lines of the table' 2 "$(wc -l <table)"
run "$CRONMEND" diff -f jobs.yaml --crontab-file table --state-dir state
expect_status 0
