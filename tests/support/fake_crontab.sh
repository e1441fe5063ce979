# shellcheck shell=bash
# A crontab program for tests that must see its calls, or have it fail. It logs each call's
# arguments as a line of PROGRAM.log and keeps the tables of users as PROGRAM.USER. Before it does
# anything it sources PROGRAM.hook, if that is there, which knows
#   verb  -l, -, -r or -e        user   whose table
#   table the file with it       count  this is the count-th call with that verb
#
# cronmend clears the environment of what it runs, so everything is written into the program.

make_crontab() { # PROGRAM
    cat >"$1" <<SH
#!/bin/sh
program='$1'
user='$(id -un)'
SH
    cat >>"$1" <<'SH'
printf '%s\n' "$*" >>"$program.log"
if [ "$1" = -u ]; then
    user=$2
    shift 2
fi
verb=$1
table=$program.$user
count=$(grep -c -e "\(^\| \)$verb\$" "$program.log")
if [ -e "$program.hook" ]; then
    . "$program.hook"
fi
if [ ! -e "$table" ] && [ "$verb" != - ]; then
    echo "no crontab for $user" >&2
    exit 1
fi
case $verb in
-l) cat "$table" ;;
-) cat >"$table" ;;
-r) rm "$table" ;;
*) exit 1 ;;
esac
SH
    chmod +x "$1"
    forget_calls "$1"
}

# Makes it count its calls anew.
forget_calls() { : >"$1.log"; }

# How often it was called with this verb.
calls() { grep -c -e "\(^\| \)$2\$" "$1.log" || true; } # PROGRAM VERB
