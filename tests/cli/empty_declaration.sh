#!/usr/bin/env bash
# A declaration that came up empty never empties a table by itself.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

declare_two
printf '9 9 * * * /bin/foreign\n' >table
settle
cp table before

refused() {
    local command
    for command in diff apply; do
        cronmend $command -f jobs.yaml
        [[ $STATUS != 0 ]] || fail 'expected it to say that something is off'
        grep -q -e --allow-empty "$OUT" "$ERR" || fail 'expected a word about --allow-empty'
        expect_same before table
    done
}

about 'a file that is cut short: blanks and comments at the most'
for text in '' '# version: 1\n' '\xef\xbb\xbf---\n  # jobs:\r\n\n...\n'; do
    # shellcheck disable=SC2059  # the escapes are meant
    printf "$text" >jobs.yaml
    for command in diff apply 'apply --allow-empty'; do
        # shellcheck disable=SC2086
        cronmend $command -f jobs.yaml
        expect_status 1
        expect_err 'jobs.yaml: error: the file is empty, and it declared 2 jobs before'
        expect_err 'delete the file from its folder, or write'
        refute_err 'it declares nothing'
        expect_same before table
    done
done
run "$CRONMEND" diff -f jobs.yaml --crontab-file no-table --state-dir no-record
expect_status 0
expect_err 'the file is empty: it declares nothing'

about 'no jobs'
printf 'version: 1\njobs: {}\n' >jobs.yaml
refused
about 'a folder with nothing in it'
mkdir folder
mv jobs.yaml elsewhere.yaml
mkdir jobs.yaml
cronmend apply -f jobs.yaml
expect_same before table
rmdir jobs.yaml
mv elsewhere.yaml jobs.yaml

about 'no job for this table any more, though the file has one for somebody else'
cat >others.yaml <<'END'
version: 1
jobs:
  elsewhere: {schedule: "1 1 * * *", command: /bin/elsewhere, user: somebody}
END
mv jobs.yaml kept.yaml
mv others.yaml jobs.yaml
me=$(id -un)
for command in diff apply; do
    cronmend $command -f jobs.yaml --user "$me"
    expect_status 1
    grep -q "nothing is declared for $me any more" "$OUT" "$ERR" || fail 'expected the user to be named'
    expect_same before table
done
mv kept.yaml jobs.yaml

about '--allow-empty takes it at its word: only what is managed goes'
cronmend diff -f jobs.yaml --allow-empty
expect_status 2
expect_out '2 to remove'
cronmend apply -f jobs.yaml --allow-empty
expect_status 0
expect_equal 'the table' '9 9 * * * /bin/foreign' "$(cat table)"
cronmend apply -f jobs.yaml
expect_status 0

about 'one file of a folder is cut short: nothing of the others is carried out either'
mkdir several
printf 'version: 1\njobs:\n  a: {schedule: "1 1 * * *", command: /bin/a}\n' >several/a.yaml
printf 'version: 1\njobs:\n  b: {schedule: ["2 2 * * *", "3 3 * * *"], command: /bin/b}\n' >several/b.yaml
printf 'version: 1\njobs:\n  c: {schedule: "4 4 * * *", command: /bin/c}\n' >several/c.yaml
rm table
cronmend apply -f several
expect_status 0
cp table before
: >several/b.yaml
sed -i 's:/bin/a:/bin/other:' several/a.yaml
for command in diff apply; do
    cronmend $command -f several
    expect_status 1
    expect_err 'several/b.yaml: error: the file is empty, and it declared 1 job before (b)'
    expect_same before table
done

about 'that it declares no jobs is to be said: then they go'
printf 'version: 1\njobs: {}\n' >several/b.yaml
cronmend apply -f several
expect_status 0
refute_in table /bin/b
refute_err 'is gone'
: >several/b.yaml
cronmend apply -f several
expect_status 0

about 'a file that is renamed still declares its jobs; one that is deleted takes them with it, in words'
mv several/a.yaml several/renamed.yaml
cronmend apply -f several
expect_status 0
refute_err 'is gone'
expect_in table /bin/other
rm several/renamed.yaml
for command in diff apply; do
    cronmend $command -f several
    expect_err "$PWD/several/renamed.yaml is gone: 1 entry that it declared goes with it (a)"
done
expect_status 0
refute_in table /bin/other
expect_in table /bin/c
