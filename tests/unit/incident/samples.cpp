#include "samples.hpp"

namespace cronmend::test {

using incident::Incident;
using incident::Member;

ZonedTime at(long seconds) {
    // 2025-11-02 11:43:10 UTC
    return {Instant{Seconds{1762083790 + seconds}}, Seconds{3600}, "CET"};
}

Member backup(const std::string& name, const std::string& hour) {
    Member member;
    member.job = "backup-" + name;
    member.schedule = "0 " + hour + " * * *";
    member.after = member.schedule + " /usr/local/bin/backup-run.sh";
    member.reason = "not in the crontab any more";
    member.description = static_cast<char>(name[0] - 'a' + 'A') + name.substr(1) + " backup";
    member.system = "Backup automation system";
    member.runbook = "docs/backup.md";
    member.severity = Severity::critical;
    member.last_seen = at(-80190);
    return member;
}

namespace {

Incident base() {
    Incident incident;
    incident.id = "INC-20251102124310-nPFyw2";
    incident.user = "root";
    incident.table = "crontab of root";
    incident.host = "web1";
    incident.created = at(0);
    incident.show_command = "crontab -l -u root";
    incident.diff_command = "cronmend diff -f /etc/cronmend/schedules";
    return incident;
}

Incident finished(Incident incident) {
    incident.severity = incident::severity_of(incident);
    incident.title = incident::title_of(incident);
    return incident;
}

}  // namespace

Incident three_backups_missing() {
    Incident incident = base();
    incident.status = incident::Status::resolved;
    incident.resolved = at(1);
    incident.members = {backup("overnight", "3"), backup("midday", "11"), backup("evening", "19")};
    incident.snapshot = 7;
    incident.verified = true;
    incident.actions = {"Kept the crontab of root as it was: number 7 in the history",
                        "Put in backup-overnight, backup-midday, backup-evening",
                        "Read the table again: all three stand in it"};
    incident.events = {{at(0), "cronmend", "3 entries found missing"},
                       {at(0), "cronmend", "Snapshot 7 recorded"},
                       {at(1), "crontab(1)", "Table installed"},
                       {at(1), "cronmend", "Repair verified; incident resolved"}};
    return finished(incident);
}

Incident never_installed() {
    Incident incident = three_backups_missing();
    for (Member& member : incident.members) {
        member.last_seen.reset();
        member.reason = "never installed";
    }
    incident.members.resize(1);
    incident.was_no_table = true;
    incident.actions = {"Put in backup-overnight"};
    incident.events.clear();
    incident.notes = {"Forgotten when the host was set up.\nSee the checklist of ops@example.org."};
    return finished(incident);
}

Incident open_unreadable() {
    Incident incident = base();
    incident.trouble = incident::Trouble::unreadable;
    incident.error = "/var/spool/cron/crontabs/root: Permission denied";
    incident.events = {{at(0), "crontab(1)", "exit status 1"}};
    return finished(incident);
}

Incident open_rejected() {
    Incident incident = base();
    incident.trouble = incident::Trouble::rejected;
    incident.members = {backup("overnight", "3")};
    incident.snapshot = 8;
    incident.error = "\"-\":1: bad minute\nerrors in crontab file, can't install.\n";
    incident.offered =
        "99 * * * * /opt/foreign\n#cronmend: backup-overnight 0123456789abcdef\n"
        "0 3 * * * /usr/local/bin/backup-run.sh --password=[redacted]\n";
    incident.members[0].after = "0 3 * * * /usr/local/bin/backup-run.sh --password=[redacted]";
    incident.actions = {"Offered the repaired table to crontab(1), which refused it"};
    incident.events = {{at(0), "cronmend", "1 entry found missing"},
                       {at(1), "crontab(1)", "Table refused"}};
    return finished(incident);
}

Incident changed_and_disabled() {
    Incident incident = base();
    incident.status = incident::Status::resolved;
    incident.resolved = at(75);
    incident.verified = true;
    incident.snapshot = 9;
    Member changed = backup("overnight", "3");
    changed.kind = plan::DriftKind::changed;
    changed.action = plan::Action::replace;
    changed.before = "0 4 * * * /usr/local/bin/backup-run.sh --dry-run 'it''s'";
    changed.after = "0 3 * * * /usr/local/bin/backup-run.sh 'it''s' | logger -t backup";
    changed.reason = "the line was edited";
    changed.last_seen = at(-1800);
    Member disabled = backup("midday", "11");
    disabled.kind = plan::DriftKind::disabled;
    disabled.action = plan::Action::enable;
    disabled.before = "#" + *disabled.after;
    disabled.reason = "commented out by hand";
    disabled.severity = Severity::warning;
    Member orphan;
    orphan.job = "old-report";
    orphan.kind = plan::DriftKind::orphaned;
    orphan.action = plan::Action::remove;
    orphan.before = "5 5 * * 1 /usr/local/bin/report";
    orphan.reason = "no longer declared";
    orphan.severity = Severity::info;
    orphan.last_seen = at(-1800);
    incident.members = {changed, disabled, orphan};
    incident.actions = {
        "backup-overnight replaced: MAILTO=ops@example.org\n0 3 * * * /usr/local/bin/backup-run.sh",
        "Enabled backup-midday", "Removed old-report"};
    incident.cause = {incident::Confidence::likely,
                      "The table was edited by hand with crontab -e",
                      {"the journal has \"(alice) BEGIN EDIT (root)\" at 12:40:02",
                       "the spool file was written at 2025-11-02 12:41:33 CET"}};
    incident.missed_runs = {at(-6190)};
    incident.last_successful_run = at(-34990);
    incident.events = {{at(0), "cronmend", "3 entries found not as declared"},
                       {at(75), "cronmend", "Repair verified; incident resolved"}};
    return finished(incident);
}

Incident only_watched() {
    Incident incident = base();
    incident.members = {backup("overnight", "3")};
    incident.members[0].action = plan::Action::report;
    incident.members[0].reason = "missing; the job is only watched (mode: warn)";
    return finished(incident);
}

Incident all_fields_are(const std::string& bait) {
    Incident incident = base();
    incident.status = incident::Status::resolved;
    incident.resolved = at(1);
    incident.verified = true;
    incident.title = incident.user = incident.table = incident.host = incident.category = bait;
    incident.error = incident.offered = bait;
    incident.id = bait;
    Member member = backup("overnight", "3");
    member.job = member.reason = member.schedule = member.description = bait;
    member.system = member.runbook = bait;
    member.before = bait;
    member.after = bait + " changed";
    incident.members = {member};
    incident.actions = {bait, bait};
    incident.cause = {incident::Confidence::likely, bait, {bait}};
    incident.events = {{at(0), bait, bait}};
    incident.notes = {bait};
    incident.severity = Severity::critical;
    return incident;
}

}  // namespace cronmend::test
