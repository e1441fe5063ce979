#!/usr/bin/env bash
# Every command explains itself, with an example and the exit statuses.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"

for command in '' diff apply incident 'incident list' 'incident show' history rollback \
    import explain next lint; do
    about "help of: cronmend $command"
    # shellcheck disable=SC2086  # "incident list" is two words
    run "$CRONMEND" $command --help
    expect_status 0
    expect_no_err
    expect_out "Usage: cronmend${command:+ $command} "
    expect_out 'Example: cronmend '
    expect_out 'Exit status: 0 '
done

about 'of a command that only tells, the page speaks of no changes; an own option hides the common one'
run "$CRONMEND" history --help
expect_out 'Exit status: 0 done; 1 error'
refute_out 'drift or changes'
run "$CRONMEND" lint --help
refute_out '--crontab PROGRAM'
expect_out '--crontab-file FILE'
run "$CRONMEND" diff --help
expect_out '--crontab PROGRAM'
expect_out 'Default: /var/lib/cronmend as root'
refute_out '{debian'

about 'a page lists only the forms that its command has'
run "$CRONMEND" diff --help
expect_out 'text, json'
refute_out 'markdown'
refute_out 'sarif'
run "$CRONMEND" incident show --help
expect_out 'text, json, markdown'
refute_out 'sarif'
run "$CRONMEND" lint --help
expect_out 'text, json, sarif'
refute_out 'markdown'

about 'the first page names every command and every common option'
run "$CRONMEND" --help
for word in diff apply incident history rollback explain next lint --file --user --config \
    --state-dir --output --color --crontab --crontab-file --quiet --verbose --version; do
    expect_out "$word"
done

about 'the options of each command stand on its page'
run "$CRONMEND" diff --help
for option in --unified --foreign --allow-empty; do
    expect_out "$option"
done
run "$CRONMEND" apply --help
for option in --allow-empty --resume; do
    expect_out "$option"
done
run "$CRONMEND" incident list --help
for option in --status --limit; do
    expect_out "$option"
done
run "$CRONMEND" history --help
for option in --limit --show; do
    expect_out "$option"
done
run "$CRONMEND" rollback --help
expect_out --yes

run "$CRONMEND" next --help
for option in --from --until --count --zone --prev; do
    expect_out "$option"
done

run "$CRONMEND" lint --help
for option in --crontab --system --strict --no-host --herd; do
    expect_out "$option"
done

about 'the version, as CMakeLists.txt has it'
version=$(sed -n 's/^project(cronmend VERSION \([0-9.]*\).*/\1/p' "$SOURCE/CMakeLists.txt")
run "$CRONMEND" --version
expect_status 0
expect_equal 'version' "cronmend $version" "$(cat "$OUT")"
expect_no_err
