#include "cronmend/lint/rule.hpp"

#include <algorithm>
#include <array>

namespace cronmend::lint {
namespace {

constexpr DiagnosticSeverity kError = DiagnosticSeverity::error;
constexpr DiagnosticSeverity kWarning = DiagnosticSeverity::warning;
constexpr DiagnosticSeverity kNote = DiagnosticSeverity::note;

constexpr auto kRules = std::to_array<Rule>({
    {"bad-declaration", kError, "The declaration cannot be used",
     "cronmend refuses the file as it is; nothing of it would be applied."},
    {"big-step", kWarning, "A step larger than its range",
     "A step counts from the start of the range and never past its end: */90 in the minute "
     "field fires at minute 0 alone, and */24 in the hour field at 0 alone. Write the values "
     "that you want."},
    {"carriage-return", kWarning, "A line ends in a carriage return",
     "The file was saved with the line ends of Windows. cron takes the CR as part of the "
     "command, so that the last word is another one: a file named log\\r, a flag that is "
     "unknown. An @word or a blank line with a CR is refused. Save the file with LF line ends."},
    {"comment-in-value", kWarning, "A comment behind a value",
     "cron has no comments at the end of a line: # and what follows are part of the value. Put "
     "the comment on a line of its own."},
    {"day-and", kWarning, "Both day fields must fit, because one starts with *",
     "A day field that starts with * counts as unrestricted even if it has a step (*/2), and "
     "then both must fit. Without the star one would be enough. bcron and systemd-cron always "
     "want both. Write the days out, or make two entries, if either shall do."},
    {"day-or", kWarning, "Either day field is enough",
     "Where day of month and day of week are both restricted, cron fires on days that fit one "
     "of them: 0 0 1 * 1 is the 1st and every Monday, not a 1st that is a Monday. Leave one "
     "field *, and test the other in the command."},
    {"dst-gap", kWarning, "The schedule falls into hours that the clocks skip",
     "In a zone with daylight saving time an hour is skipped in spring. Debian's cron and "
     "cronie make up for jobs with fixed times right behind it and lose those whose minute or "
     "hour starts with *; busybox and systemd-cron lose all of them. Take a time outside of "
     "that hour."},
    {"dst-overlap", kWarning, "The schedule falls into hours that the clocks show twice",
     "In autumn an hour comes twice. Debian's cron and cronie start jobs with fixed times the "
     "first time only and those whose minute or hour starts with * both times; busybox starts "
     "all of them twice. Take a time outside of that hour."},
    {"escaped-percent", kWarning, "A % that is escaped twice",
     "A declared command is what the shell shall see: cronmend escapes % for cron. A backslash "
     "in front of it reaches the shell. Write %, or say raw: true."},
    {"every-minute", kWarning, "Every minute of some hours",
     "A minute field of * in an entry for certain hours starts the job 60 times in each of "
     "them. Nearly always 0 was meant."},
    {"herd", kWarning, "Many entries start in one minute",
     "Jobs that all start at the same minute fight for the same disk, database and network. "
     "Spread them. How many are too many is said with --herd N (10, if it is not; 0: never)."},
    {"ignored-file", kError, "cron ignores the file for its name",
     "Debian's cron reads only those files of /etc/cron.d whose names hold nothing but "
     "letters, digits, _ and -. A dot is enough to have the file ignored, without a word."},
    {"ignored-timezone", kWarning, "A time zone that moves no start",
     "CRON_TZ= moves the times of the entries below it in cronie alone; Debian's cron and the "
     "others hand it to the job as a variable. TZ= moves no start in any cron. Write the times "
     "in the host's zone, or declare them in YAML with timezone:."},
    {"ignored-variable", kWarning, "A variable that has no effect",
     "busybox crond acts on MAILTO= and SHELL= alone."},
    {"insecure-file", kError, "cron ignores the file for its owner, mode or links",
     "cron reads a system table only if it is a regular file of root's that nobody else can "
     "write and that has one name; a link must be root's too."},
    {"junk", kWarning, "Text behind a field that cron ignores",
     "Debian's cron stops reading a field at the first character that cannot go on with it, "
     "and takes what it has: 5;30 is 5, 1-5-9 is 1-5, 0~59 is 0, MON#2 is every Monday. Write "
     "what is meant."},
    {"lost-output", kWarning, "All output is thrown away",
     "With >/dev/null 2>&1 nobody learns why a job failed. Throw away standard output alone, "
     "so that cron mails the errors, or write both into a log."},
    {"missing-newline", kError, "The last line has no newline",
     "Debian's cron and cronie refuse, or silently drop, a last line without a newline. End "
     "the file with one."},
    {"never-fires", kWarning, "The schedule never fires",
     "cron accepts dates that do not exist, such as 30 February, and starts the job on none of "
     "them."},
    {"no-command", kWarning, "An entry without a command", "cron accepts it and starts nothing."},
    {"no-expansion", kWarning, "A variable or ~ that cron does not put in",
     "A value is taken letter by letter: PATH=$PATH:/opt/bin makes a path with a folder called "
     "$PATH. Write the value out."},
    {"no-program", kWarning, "There is no such program",
     "Looked for where cron's shell would look for it: the path as written, or the PATH that "
     "holds at the entry (in Debian /usr/bin:/bin, unless the table sets another). Commands "
     "that only a shell could tell are not judged. --no-host leaves this out."},
    {"not-executable", kWarning, "The program cannot be executed by its user",
     "By owner and mode of the file and of each folder on the way to it; access lists are not "
     "looked at. --no-host leaves this out."},
    {"not-in-path", kWarning, "The program is not in cron's PATH",
     "cron does not read the profile of the user: its PATH is /usr/bin:/bin unless the table "
     "sets another, without /usr/local/bin and the sbin folders. Write the whole path."},
    {"odd-command", kWarning, "A command that this cron reads otherwise",
     "busybox takes # for a comment and joins lines at a backslash, systemd-cron makes one "
     "blank of several, and % is nothing special to some. It says what happens."},
    {"odd-declaration", kWarning, "The declaration is not what was meant, perhaps",
     "See what it says."},
    {"odd-time", kWarning, "A time that this cron takes for another",
     "A number that is too large for cron's arithmetic, a month that systemd-cron miscounts, "
     "an @word that means another day, is systemd's to read, or is the end of the daemon. It says "
     "what happens."},
    {"odd-variable", kWarning, "The line is an assignment, though it looks like something else",
     "cron first tries to read each line as NAME=value, and takes nearly anything for a name: "
     "*=5 * * * * x sets the variable *. Check that no = stands where a schedule should."},
    {"percent", kWarning, "An unescaped % cuts the command",
     "The first % that has no backslash in front ends the command; what follows is its "
     "standard input, each further % a newline. date +%F breaks this way. Write \\%."},
    {"reboot-periodic", kWarning, "@reboot for a job that should return",
     "@reboot starts a job once, when cron starts with the machine. A server runs for months."},
    {"refused", kError, "cron refuses the line",
     "crontab(1) installs no table with such a line. In a table that stands already, Debian's "
     "cron then ignores all of it; the others leave out the line."},
    {"relative-path", kWarning, "A path that does not start at /",
     "cron starts jobs in the home folder of their user, so that is where it is looked for."},
    {"repeated-entry", kWarning, "The same entry twice",
     "Schedule and command are the same: cron starts the job twice at once."},
    {"reversed-range", kWarning, "A range that runs backwards",
     "22-5 is an empty set for Debian's cron and cronie: it matches nothing. busybox wraps "
     "around, systemd-cron cuts ranges that leave the field. Write 22-23,0-5."},
    {"secret", kWarning, "A secret in the table",
     "The list of processes shows a command and its arguments to every user of the host, "
     "cron's log holds them too, and a table is copied about. Keep the secret in a file that "
     "only the job's user can read."},
    {"table-too-long", kError, "The table is too long",
     "Debian's crontab takes 10,000 lines, comments and blank lines included. The limits of "
     "the others differ."},
    {"trailing-comment", kNote, "A comment behind a command",
     "cron knows no comments at the end of a line. The shell passes it over, but it stands in "
     "the log, and a % in it cuts the command. busybox takes it for a comment."},
    {"uneven-step", kWarning, "A step that does not divide its range",
     "*/7 in the minute field fires at 0, 7, ... 56 and again at 0, four minutes later: steps "
     "start anew with each hour, day, month or week."},
    {"unknown-user", kError, "No such user",
     "The second part of a system table's entry is the user. If there is none of that name, "
     "Debian's cron ignores the whole file. A declared job's `user:` has a crontab only if the "
     "user is there. --no-host leaves this out."},
    {"unknown-zone", kError, "No such time zone",
     "A declaration's `timezone:` is a name of the host's time zone database, such as "
     "Europe/Berlin."},
    {"unused-ignore", kNote, "A comment that silences nothing",
     "No finding with that code is at the place that the comment is for."},
});

}  // namespace

std::span<const Rule> rules() {
    return kRules;
}

const Rule* find_rule(std::string_view code) {
    const auto at =
        std::lower_bound(kRules.begin(), kRules.end(), code,
                         [](const Rule& rule, std::string_view word) { return rule.code < word; });
    return at != kRules.end() && at->code == code ? &*at : nullptr;
}

}  // namespace cronmend::lint
