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

about 'an empty file'
: >jobs.yaml
refused
about 'only comments'
printf '# version: 1\n' >jobs.yaml
refused
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
