#!/usr/bin/env bash
# history: every table as it was before each write, to the byte.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
need_python

declare_two

about 'before anything was written'
run "$CRONMEND" history --state-dir state
expect_status 0
expect_out 'nothing was written yet'
refute_file state

about 'bytes that no text holds'
printf '# one\r\n0 0 * * * /bin/a\000b \\r \b \\b \xff\xfe\n\n\t \nNAME="x"\n0 0 * * * /bin/z' >table
cp table first
cronmend apply -f jobs.yaml
expect_status 2 # such a table is written, but is not in order: cron refuses it
cp table second
run "$CRONMEND" history --show 1 --state-dir state
expect_status 0
expect_no_err
expect_same first "$OUT"

about 'the foreign bytes went through the write, each line whole'
"$PYTHON" - first table <<'PY' || fail 'expected every foreign line of before, in order'
import sys
before = open(sys.argv[1], "rb").read().split(b"\n")
after = iter(open(sys.argv[2], "rb").read().split(b"\n"))
sys.exit(0 if all(line in after for line in before) else 1)
PY

about 'one row for each write'
sed -i '/first/d' table
cp table third
cronmend apply -f jobs.yaml
expect_status 2
expect_out 'put right, but cron refuses the table'
run "$CRONMEND" history --show 2 --state-dir state
expect_same third "$OUT"
run "$CRONMEND" history --state-dir state
expect_status 0
expect_count "$OUT" ' verified ' 2
expect_out "$PWD/table"
expect_out '2 installed'

about 'newest first, and at most so many'
expect_equal 'the first row' 2 "$(awk 'NR == 1 {print $1}' "$OUT")"
run "$CRONMEND" history --limit 1 --state-dir state
expect_count "$OUT" ' verified ' 1
expect_equal 'the first row' 2 "$(awk 'NR == 1 {print $1}' "$OUT")"

about 'of one table'
"$CRONMEND" apply -f jobs.yaml --crontab-file other --state-dir state >/dev/null
run "$CRONMEND" history --crontab-file other --state-dir state
expect_count "$OUT" ' verified ' 1
expect_out "$PWD/other"

about 'before the first write of a table that was not there'
run "$CRONMEND" history --show 3 --state-dir state
expect_status 1
expect_no_out
expect_err 'there was no table at all'

about 'of a user who is not there'
for what in history 'incident list'; do
    # shellcheck disable=SC2086  # two words
    run "$CRONMEND" $what --user nosuchuser --state-dir state
    expect_status 1
    expect_no_out
    expect_err 'there is no user nosuchuser on this host, and nothing is on record of one'
done

about 'a row that is not there'
run "$CRONMEND" history --show 99 --state-dir state
expect_status 1
expect_no_out
expect_err 'there is no history row 99'

about 'an empty table is not the same as none'
: >empty
"$CRONMEND" apply -f jobs.yaml --crontab-file empty --state-dir state >/dev/null
run "$CRONMEND" history --show 4 --state-dir state
expect_status 0
expect_no_out

about 'the bytes as they are in a pipe, and made safe on a terminal, which would obey them'
printf '# \033]0;mine\007 \303\244\n' >evil
"$CRONMEND" apply -f jobs.yaml --crontab-file evil --state-dir state >/dev/null
run "$CRONMEND" history --show 5 --state-dir state
expect_status 0
printf '# \033]0;mine\007 \303\244\n' | expect_same - "$OUT"
expect_no_err
if command -v script >/dev/null; then
    # shellcheck disable=SC2016
    run script -qec '"$CRONMEND" history --show 5 --state-dir state' /dev/null
    expect_status 0
    refute_out $'\033'
    expect_out '# \x1b]0;mine\x07 ä'
    expect_out 'the raw bytes come in a pipe'
else
    leave_out 'terminals: there is no script(1) to make one with'
fi

about 'lines of others that went with ours: told, and in the history'
printf '0 1 * * * /bin/mine\n' >table
settle
cp table seen
: >table
cronmend apply -f jobs.yaml
expect_status 0
expect_out '1 line of others that stood there at the last pass'
refute_in table /bin/mine
row=$(grep -o 'last pass: cronmend history --show [0-9]*' "$OUT" | grep -o '[0-9]*$')
"$CRONMEND" history --state-dir state --show "$row" >shown
expect_same seen shown
run "$CRONMEND" history --state-dir state
expect_count "$OUT" ' loss      no write  ' 2
run "$CRONMEND" history --state-dir state --output json
expect_out '"outcome": null'
settle
refute_out 'of others that stood there'

about 'where there was no table, the ways back say what they do'
rm -rf table state
declare_two
cronmend apply -f jobs.yaml
expect_status 0
expect_out "there was no table before; to remove it: cronmend rollback 1 --state-dir $PWD/state"
refute_out 'back to it'
id=$(incident_ids)
# shellcheck disable=SC2016  # Markdown
expect_in "state/incidents/$id.md" 'there was none (number 1 in `cronmend history'
expect_in "state/incidents/$id.md" 'removes what stands there now'
run "$CRONMEND" incident show "$id" --state-dir state
expect_out 'there was no table before the repair: number 1'
run "$CRONMEND" rollback 1 --yes --state-dir state
expect_status 0
expect_out 'removed, for there was none before row 1'
refute_file table
