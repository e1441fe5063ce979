#!/usr/bin/env bash
# diff: what a pass would change, as a person reads it, and its exit statuses.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

declare_two
printf '# theirs\n0 0 * * * /bin/foreign\n' >table

about 'changes stand: 2'
cronmend diff -f jobs.yaml
expect_status 2
expect_no_err
expect_equal 'the plan' "crontab file $PWD/table: 2 to install; 2 lines of others (1 entry) stay untouched
  + first   missing: never installed
      + 5 1 * * * /bin/first --go
  + second  missing: never installed
      + 10 2 * * mon /bin/second" "$(cat "$OUT")"

about 'the unified diff, on request'
cronmend diff -f jobs.yaml --unified
expect_status 2
expect_out "--- crontab file $PWD/table (as it stands)"
expect_out "+++ crontab file $PWD/table (as declared)"
expect_out ' 0 0 * * * /bin/foreign'
expect_out '+5 1 * * * /bin/first --go'

about 'it is a diff that patch takes'
if command -v patch >/dev/null; then
    cp table patched
    sed -n '/^--- /,$p' "$OUT" >the.diff
    patch -s patched the.diff
    cp table untouched
    settle
    expect_same table patched
    cp untouched table
    rm -r state
fi

about 'the entries of others, on request'
cronmend diff -f jobs.yaml
refute_out /bin/foreign
cronmend diff -f jobs.yaml --foreign
expect_out /bin/foreign

about 'nothing was written so far'
refute_file state
expect_equal 'table' '# theirs
0 0 * * * /bin/foreign' "$(cat table)"

about 'in sync: 0'
settle
cronmend diff -f jobs.yaml
expect_status 0
expect_out 'in sync (2 entries as declared; 2 lines of others (1 entry) stay untouched)'
cronmend diff -f jobs.yaml --unified
expect_status 0
refute_out '@@'

about 'what is off is told with its kind, before and after'
sed -i 's|^5 1 |6 1 |; s|^10 2|#10 2|' table
cronmend diff -f jobs.yaml
expect_status 2
expect_out '~ first   changed'
expect_out '- 6 1 * * * /bin/first --go'
expect_out '+ 5 1 * * * /bin/first --go'
expect_out '+ second  disabled'
expect_out '1 to replace, 1 to enable'

about 'an error: 1'
rm jobs.yaml
cronmend diff -f jobs.yaml
expect_status 1
expect_no_out
expect_err 'jobs.yaml does not exist'
expect_err '-f FILE'
