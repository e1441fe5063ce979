#!/usr/bin/env bash
# What crontab would refuse for its size is told before anything is written.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

declare_two
about 'two jobs are four lines: they fit into a table of 10,000'
seq -f '# line %.0f' 9996 >table
cronmend apply -f jobs.yaml
expect_status 0
expect_equal 'lines' 10000 "$(wc -l <table)"
rm -r state

about 'and not into one that has room for three'
seq -f '# line %.0f' 9997 >table
cp table before
for command in diff apply; do
    cronmend $command -f jobs.yaml
    expect_status 1
    expect_err 10000
    expect_err 10001
    expect_same before table
done
run "$CRONMEND" history --state-dir state
expect_out 'nothing was written yet'

about 'a foreign table that is too long already is left alone'
seq -f '# line %.0f' 20000 >table
cp table before
for command in diff apply; do
    cronmend $command -f jobs.yaml
    expect_status 1
    expect_err 'has 20000 lines; a crontab may have 10000'
    expect_same before table
done

about 'and so is one of more than 8 MiB: nothing of it is kept'
printf '# %0999997d\n' 1 2 3 4 5 6 7 8 9 >table
for command in diff apply; do
    cronmend $command -f jobs.yaml
    expect_status 1
    expect_err 'has 9000000 bytes; cronmend works on up to 8388608'
    expect_err 'take out of it what makes it so large'
done
[[ $(cat state/cronmend.db* | wc -c) -lt 1000000 ]] || fail 'expected a small record'

about 'nor does a write lead to one'
{
    printf '# %0999997d\n' 1 2 3 4 5 6 7 8
    printf '# %0388497d\n' 9
} >table
cp table before
for command in diff apply; do
    cronmend $command -f jobs.yaml
    expect_status 1
    expect_err "bytes; cronmend works on up to 8388608"
    expect_same before table
done

about 'one that is far larger is not read to its end'
truncate -s 10G table
for command in diff apply; do
    cronmend $command -f jobs.yaml
    expect_status 1
    expect_err 'it is larger than 16781312 bytes'
done

about 'a command of 998 bytes fits, one of 999 does not'
rm table
declare_one long.yaml long '1 1 * * *' "$(printf 'x%.0s' $(seq 998))"
cronmend apply -f long.yaml
expect_status 0
declare_one long.yaml long '1 1 * * *' "$(printf 'x%.0s' $(seq 999))"
cronmend apply -f long.yaml
expect_status 1
expect_err 'long.yaml:5:'
expect_err 998

about 'a line of 100 kB and a table of many bytes'
{
    printf '# %0100000d\n' 0
    printf '0 0 * * * /bin/foreign\n'
} >table
head -n 1 table >first-line
cronmend apply -f jobs.yaml
expect_status 0
head -n 1 table | cmp -s - first-line || fail 'expected the long line to stay'

about 'a thousand jobs'
{
    printf 'version: 1\njobs:\n'
    for i in $(seq 1000); do
        printf '  job-%s: {schedule: "1 2 * * *", command: "/bin/job %s"}\n' "$i" "$i"
    done
} >many.yaml
rm -r state table
cronmend apply -f many.yaml
expect_status 0
expect_equal 'lines' 2000 "$(wc -l <table)"
cronmend diff -f many.yaml
expect_status 0
