# shellcheck shell=bash
# Holds a dry run to writing nothing at all, by what it asks of the system.

can_trace() {
    command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null
}

# Runs a program under strace; its calls go to the file TRACE. Status and output as with `run`.
TRACE=$SANDBOX/trace
trace() {
    # The leak sanitizer cannot work while somebody else traces.
    run env ASAN_OPTIONS=detect_leaks=0 \
        strace -f -qq -s 200 -o "$TRACE" -e trace=%file,%desc,%network "$@"
}

# Nothing opened for writing but /dev/null, nothing made, renamed, removed or touched, and no
# network. Memory files and pipes are no files of anybody's.
expect_no_writes() {
    local changing='open(at|at2)?\(.*(O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE)'
    changing+='|(creat|mkdir|mkdirat|rmdir|unlink|unlinkat|rename|renameat|renameat2|link|linkat)\('
    changing+='|(symlink|symlinkat|mknod|mknodat|chmod|fchmod|fchmodat|chown|lchown|fchown)\('
    changing+='|(fchownat|truncate|utime|utimes|utimensat|futimesat|setxattr|lsetxattr)\('
    changing+='|(fsetxattr|removexattr|fallocate|fsync|fdatasync|mount|swapon)\('
    changing+='|socket\(AF_(INET|INET6|NETLINK|PACKET)'
    local found
    found=$(grep -aE "^[0-9]+ +($changing)" "$TRACE" | grep -avF '"/dev/null"' || true)
    [[ -z $found ]] || fail "expected nothing to be written, saw
$found"
    grep -qa 'open.*jobs.yaml' "$TRACE" || fail 'the trace shows nothing of the dry run'
}
