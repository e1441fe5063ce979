#!/usr/bin/env bash
# What people do to entries of cronmend's, with crontab and with an editor, and what becomes of it.
# shellcheck source=../support/harness.sh
source "$(dirname "$0")/../support/harness.sh"
# shellcheck source=../support/real_crontab.sh
source "$SOURCE/tests/support/real_crontab.sh"
need_real_crontab
need_python
make_user
alice=$MADE
declare_backups "$alice"
printf '%s\n' '# mine' '15 5 * * * /bin/mine' >mine
install_table "$alice" mine
pass -f backup.yaml
expect_status 0
spool_text "$alice" >in_order

# crontab -l | FILTER… | crontab -
by_hand() {
    as_user "$alice" crontab -l | "$@" >edited
    install_table "$alice" edited
}
# The last pass found this, once, and put it right with one more incident.
expect_found() { # JOB KIND ACTION
    expect_json "[(c['job'], c['kind'], c['action'], c['cause']) for c in d['changes']] == [('$1', '$2', '$3', 'drift')]"
}
expect_healed() { # JOB KIND ACTION, and what is to stand there
    local count
    count=$(incident_count)
    look -f backup.yaml --output json
    expect_status 2
    expect_found "$@"
    pass -f backup.yaml --output json
    expect_status 0
    expect_found "$@"
    expect_json "d['verified'] and d['foreign_lines_kept'] == 2 and len(d['incidents']) == 1"
    expect_backups "$SPOOL/$alice"
    expect_count "$SPOOL/$alice" '#cronmend: ' 3
    expect_same mine <(spool_text "$alice" | grep -v -e '^#cronmend' -e backup-run.sh)
    expect_equal 'incidents' $((count + 1)) "$(incident_count)"
    expect_in "$(newest_report)" '**Status**: ✅ RESOLVED'
    expect_in "$(newest_report)" "**$2**"
    look -f backup.yaml
    expect_status 0
}

about 'commented out'
by_hand sed 's/^0 11 /#&/'
expect_healed backup-midday disabled enable
expect_same in_order <(spool_text "$alice")
about 'commented out, as some editors do it'
by_hand sed 's/^0 19 /## &/'
expect_healed backup-evening disabled enable
expect_same in_order <(spool_text "$alice")

about 'other times'
by_hand sed 's/^0 3 /30 3 /'
expect_healed backup-overnight changed replace
expect_same in_order <(spool_text "$alice")
about 'the same times, written otherwise: nothing is off'
by_hand sed 's/^0 3 \* \* \*/00 03 * * 0-7/'
look -f backup.yaml
expect_status 0
cp in_order edited
install_table "$alice" edited
about 'an argument more'
by_hand sed '/^0 3 /s/$/ --quick/'
expect_healed backup-overnight changed replace
expect_same in_order <(spool_text "$alice")

about 'deleted'
by_hand sed '/^0 11 /d'
expect_healed backup-midday missing install
spool_text "$alice" >in_order
about 'deleted with its marker'
by_hand sed '/backup-midday/,+1d'
expect_healed backup-midday missing install

about 'deleted, and the marker that is left stands above a line of somebody else'
{
    as_user "$alice" crontab -l | grep -v -F -f mine | sed '/^#cronmend: backup-midday/!d'
    cat mine
    as_user "$alice" crontab -l | grep -v -F -f mine | sed '/backup-midday/,+1d'
} >edited
sed -i '/^# mine/{h;d}; /bin\/mine/{p;x}' edited
head -n 2 edited | tail -n 1 | grep -q /bin/mine || fail 'expected the marker above /bin/mine'
install_table "$alice" edited
sed -n '2p;3p' edited >mine
expect_healed backup-midday missing install
spool_text "$alice" >in_order

about 'a second copy, marker and all'
# shellcheck disable=SC2016
by_hand awk '{ print } /backup-evening/ { marker = $0 } /^0 19 / { copy = marker "\n" $0 }
    END { print copy }'
expect_healed backup-evening duplicate remove
expect_same in_order <(spool_text "$alice")

about 'a second copy without a marker: somebody wrote it, so it is told and left alone'
# shellcheck disable=SC2016
by_hand sed '$a\
0 19 * * * /usr/local/bin/backup-run.sh'
cp edited doubled
for _ in 1 2; do
    pass -f backup.yaml --output json
    expect_status 2
    expect_json '[(c["kind"], c["action"]) for c in d["changes"]] == [("duplicate", "report")]'
    expect_json 'd["snapshot"] is None'
    expect_same doubled <(spool_text "$alice")
done
expect_in "$(newest_report)" '**Status**: 🔴 OPEN'
install_table "$alice" in_order
pass -f backup.yaml
expect_status 0
expect_in "$(newest_report)" '**Status**: ✅ RESOLVED'

about 'all markers removed'
by_hand sed '/^#cronmend/d'
look -f backup.yaml --output json
expect_json '{(c["kind"], c["action"]) for c in d["changes"]} == {("unmarked", "mark")}'
pass -f backup.yaml
expect_status 0
expect_same in_order <(spool_text "$alice")

about 'sorted, as some panels do: the markers lose their entries'
by_hand sort
pass -f backup.yaml
expect_status 0
expect_backups "$SPOOL/$alice"
expect_count "$SPOOL/$alice" '#cronmend: ' 3
expect_same <(sort mine) <(spool_text "$alice" | grep -F -f mine | sort)

about 'through crontab -e'
cat >"$SANDBOX/editor" <<'SH2'
#!/bin/sh
sed -i -e 's/^0 11 /#&/' -e '/^0 19 /s/$/ --late/' "$1"
echo '20 20 * * * /bin/from-the-editor' >>"$1"
# crontab knows an edit by the file's time, in whole seconds.
touch -d '5 seconds' "$1"
SH2
chmod 755 "$SANDBOX/editor"
run as_user "$alice" env EDITOR="$SANDBOX/editor" VISUAL="$SANDBOX/editor" crontab -e
expect_status 0
expect_in "$SPOOL/$alice" /bin/from-the-editor
look -f backup.yaml --output json
expect_json 'sorted((c["job"], c["kind"]) for c in d["changes"]) == [
    ("backup-evening", "changed"), ("backup-midday", "disabled")]'
pass -f backup.yaml
expect_status 0
expect_backups "$SPOOL/$alice"
expect_count "$SPOOL/$alice" '20 20 * * * /bin/from-the-editor' 1
expect_in "$(newest_report)" 'backup-evening'
expect_in "$(newest_report)" 'backup-midday'

about 'emptied, by a slip of the fingers: crontab at the end of its input'
: >empty
for slip in 'crontab -' 'crontab empty'; do
    # shellcheck disable=SC2086
    run as_user "$alice" $slip
    expect_status 0
    expect_equal 'the table' '' "$(spool_text "$alice")"
    pass -f backup.yaml
    expect_status 0
    expect_out 'the table has been emptied'
    expect_backups "$SPOOL/$alice"
    expect_in "$(newest_report)" 'the table has been emptied'
done
