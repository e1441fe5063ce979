// What an incident is: one crontab, one pass, the jobs that were hurt, what was done, and how it
// ended. Only facts; what is not known is an empty field, and the report says `unknown` for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/error.hpp"
#include "cronmend/base/severity.hpp"
#include "cronmend/base/time.hpp"
#include "cronmend/plan/plan.hpp"

namespace cronmend::incident {

enum class Status { open, resolved };

// What kind of trouble it is about.
enum class Trouble {
    drift,       // entries are not as declared
    unreadable,  // the table could not be read; nothing was written
    unplanned,   // no plan could be made (too long a table, say); nothing was written
    refused,     // cron refuses the table as it stands, and runs none of it
    rejected,    // the crontab program refused the table we offered
    unverified,  // it was written, but read again it does not show what was written
};

// How sure the cause is.
enum class Confidence { confirmed, likely, unknown };

[[nodiscard]] std::string_view to_string(Status status);
[[nodiscard]] std::string_view to_string(Trouble trouble);
[[nodiscard]] std::string_view to_string(Confidence confidence);

// True for what befalls a table as a whole: such an incident has no members.
[[nodiscard]] bool is_of_table(Trouble trouble);

// One affected entry.
struct Member {
    std::string job;
    std::size_t index = 0;
    plan::DriftKind kind = plan::DriftKind::missing;
    plan::Action action = plan::Action::install;
    plan::Cause cause = plan::Cause::drift;
    std::optional<std::string> before, after;  // secrets already redacted
    std::string reason;
    std::string schedule;  // as declared; empty for an orphan
    std::string description, system, runbook;
    Severity severity = Severity::warning;
    std::optional<ZonedTime> last_seen;  // the last pass that saw it in order
    std::string source;    // absolute path of the file that declares it, or did; empty: not known
    std::size_t more = 0;  // that were off as it was and are not listed; see plan::Listed

    friend bool operator==(const Member&, const Member&) = default;
};

// One line of the timeline.
struct Event {
    ZonedTime time;
    std::string source;  // "cronmend", "crontab(1)", …
    std::string text;

    friend bool operator==(const Event&, const Event&) = default;
};

struct RootCause {
    Confidence confidence = Confidence::unknown;
    std::string statement;              // empty while unknown
    std::vector<std::string> evidence;  // one observation each

    friend bool operator==(const RootCause&, const RootCause&) = default;
};

struct Incident {
    std::string id;  // INC-YYYYMMDDHHMMSS-XXXXXX
    Status status = Status::open;
    Trouble trouble = Trouble::drift;
    Severity severity = Severity::warning;
    std::string category = "automation";
    std::string title;
    std::string user;   // whose crontab
    std::string table;  // how a person names it: "crontab of root", or the file's path
    std::string host;
    ZonedTime created;
    std::optional<ZonedTime> resolved;
    std::vector<Member> members;
    std::optional<std::int64_t> snapshot;  // the table as it was before the repair
    bool was_no_table = false;             // before the repair, as that snapshot has it
    std::string error;                     // the crontab program's own words, or ours
    std::string offered;                   // what it was offered when it refused; redacted
    std::vector<std::string> actions;      // what was done, in order
    bool verified = false;                 // the table, read again, showed the repair
    RootCause cause;
    std::optional<std::vector<ZonedTime>> missed_runs;  // nothing: not known
    std::optional<ZonedTime> last_successful_run;       // nothing: not known
    std::string show_command;  // what a reader runs to see the table: "crontab -l -u root"
    std::string diff_command;  // "cronmend diff -f …"
    // Of trouble with the table as a whole: absolute paths of the files that declare what stands in
    // it, or shall; sorted. Of the rest, the members have theirs.
    std::vector<std::string> sources;
    std::string record_options;  // " --state-dir /…": what names the record to a command; or ""
    std::vector<Event> events;   // in the order they happened
    std::vector<std::string> notes;  // by people

    friend bool operator==(const Incident&, const Incident&) = default;
};

// True if it is resolved, and nothing shows that what it tells was put right: nobody looks at it
// any more, or it is not to be repaired.
[[nodiscard]] bool is_closed_unrepaired(const Incident& incident);

// "INC-" + local time of detection + "-" + `suffix` (six of [A-Za-z0-9], the caller's randomness).
[[nodiscard]] std::string make_id(const ZonedTime& detected, std::string_view suffix);
// True for what make_id() gives: nothing else may become part of a file name.
[[nodiscard]] bool is_id(std::string_view text);

// The same story? Equal for two incidents of one table about the same trouble with the same
// entries, whatever the time: the next pass goes on with the open one instead of opening another.
[[nodiscard]] std::string story_key(const Incident& incident);

// The worst severity of the members, but info for the unmarked (their jobs ran as declared) and at
// most warning for the never installed; critical for a trouble that left the table unrepaired.
[[nodiscard]] Severity severity_of(const Incident& incident);
// "Backup cron jobs were missing": from the members' kinds and ids, for a person.
[[nodiscard]] std::string title_of(const Incident& incident);

}  // namespace cronmend::incident
