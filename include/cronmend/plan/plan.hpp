// The plan for one crontab: desired x observed x last applied -> what is off, and the text that
// puts it right. Pure. `diff` prints the plan that `apply` would carry out.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/base/result.hpp"
#include "cronmend/base/shared_list.hpp"
#include "cronmend/base/time.hpp"
#include "cronmend/cron/environment.hpp"
#include "cronmend/cron/flavour.hpp"
#include "cronmend/cron/observation.hpp"
#include "cronmend/cron/refusal.hpp"
#include "cronmend/desired/desired_state.hpp"
#include "cronmend/plan/zoning.hpp"

namespace cronmend::plan {

// An entry as cronmend last saw it in order, and under what.
struct AppliedEntry {
    std::string job;
    std::size_t index = 0;          // which of the job's entries
    std::string line;               // the entry's line without LF
    cron::Environment environment;  // the significant variables in force for it
    std::string source;             // absolute path of the file that declared it
    bool marked = true;             // its marker stood above it; no: it was adopted as it stood
    // The last pass over the table (TableInput::last_pass) saw it in order. If not: the one that
    // did; nothing: not known.
    bool current = true;
    std::optional<ZonedTime> last_in_order = std::nullopt;
    // Of `environment`, what its declaration named, as far as lines of the table set it; in order.
    std::vector<std::string> declared = {};

    friend bool operator==(const AppliedEntry&, const AppliedEntry&) = default;
};

// A line that may be an edit of a job's entry, though that is not certain: it was kept as somebody
// else's, and the entry was put back beside it. Both start until somebody decides. So is a copy of
// an entry that was adopted, and came later.
struct Suspect {
    std::string job;
    std::size_t index = 0;  // which of the job's entries
    std::string line;       // as it stands in the table, without LF

    friend bool operator==(const Suspect&, const Suspect&) = default;
};

// A job that had entries, and whose declaration has had them taken out since.
struct RetiredJob {
    std::string job;
    std::string source;  // absolute path of the file that declared it; empty: not known

    friend bool operator==(const RetiredJob&, const RetiredJob&) = default;
};

enum class DriftKind { missing, changed, disabled, duplicate, shadowed, orphaned, unmarked };
enum class Action {
    install,  // the entry is put in
    replace,  // its line is replaced, or the entry is moved under its own environment
    enable,   // the comment sign goes
    remove,   // the line goes
    mark,     // the marker is put above it; the entry stays as it is
    report,   // told, not touched: `mode: warn`, or two readings are possible
    hold,     // told, not touched: the table was rolled back, and this is what the rollback brought
};
enum class Cause {
    drift,    // somebody changed the crontab
    rollout,  // somebody changed the declaration
};

// What of an entry a change is about.
enum class Part {
    entry,     // itself, or what holds for it
    above,     // a variable that cronmend set above it, and that its declaration has no more
    line_end,  // a CR behind its line, which no declaration can say
    behind,    // the lines behind it that put back what was set for it
};

[[nodiscard]] std::string_view to_string(DriftKind kind);
[[nodiscard]] std::string_view to_string(Action action);
[[nodiscard]] std::string_view to_string(Cause cause);

struct Change {
    std::string job;
    // Which of the job's entries: the n-th schedule's is the n-th. Of a schedule that takes several
    // (see docs/zones.md) the others come behind.
    std::size_t index = 0;
    DriftKind kind = DriftKind::missing;
    Action action = Action::install;
    Cause cause = Cause::drift;
    Part part = Part::entry;
    std::optional<std::string> before;  // the line(s) that stand(s) there, without the last LF
    std::optional<std::string> after;   // the line(s) wanted
    std::size_t line = 0;               // of `before` in the observed text, from 1; 0: none
    std::string reason;                 // in words: "never installed", "commented out by hand"
    std::string schedule;               // as declared; empty for what is not declared
    std::string timezone;               // that it is declared in; empty: the host's
    std::string zone_words;             // what that comes down to here; empty where it is the same
    // `before` and `after` without secrets, line by line: what views, records and reports show.
    // make_plan() fills them in, once for all of them.
    std::optional<std::string> told_before, told_after;

    // True if carrying out the plan changes something for it.
    [[nodiscard]] bool acts() const { return action != Action::report && action != Action::hold; }
    friend bool operator==(const Change&, const Change&) = default;
};

// One change by its identity, for a table that was rolled back.
struct ChangeKey {
    std::string job;
    std::size_t index = 0;
    DriftKind kind = DriftKind::missing;

    friend auto operator<=>(const ChangeKey&, const ChangeKey&) = default;
};

[[nodiscard]] ChangeKey key_of(const Change& change);

// How the reason of a change about a Suspect begins; its kind is `duplicate`, and it is only told.
inline constexpr std::string_view kMayBeAnEdit = "may be an edit of its entry";

// Whether a table may lose all its managed entries because nothing is declared for it any more.
enum class Emptying { refuse, allow };

// What the declaration at hand speaks for. An entry of ours whose declaring file is outside of it
// is left alone: `-f one.yaml` says nothing about the jobs of two.yaml.
struct Scope {
    std::vector<std::string> files;    // absolute paths of the files that were read
    std::vector<std::string> folders;  // absolute paths of the folders that were read whole

    [[nodiscard]] bool covers(std::string_view source) const;
};

struct MovedJob {
    std::string table;    // where it is declared by now, for people: "crontab of root"
    bool stands = false;  // in order there: its former entries may go
};

struct TableInput {
    std::string user;             // whose table; of a system table: its path
    std::string reader = "root";  // the user who is told, whose mends are for him to type
    // In a system table each job's entries name its user.
    cron::TableForm form = cron::TableForm::user;
    cron::Flavour flavour = cron::Flavour::debian;
    std::map<std::string, std::string, std::less<>> homes;  // home folders, by user, where known
    // Of those that entries of a system table name, the users that the host does not have.
    std::set<std::string, std::less<>> missing_users;
    SharedList<desired::Job> jobs;  // of this table alone, in order of declaration
    Scope scope;
    std::map<std::string, std::string> sources;  // where.file of a job to its absolute path
    cron::Observation observed;
    // Jobs that the same declaration declares for another table now, by id; and the other tables'
    // names, by id, of those of this table that stood there at the last pass over it.
    std::map<std::string, MovedJob, std::less<>> moved_to;
    std::map<std::string, std::string, std::less<>> moved_from;
    std::vector<AppliedEntry> last_applied;  // of this table; empty: cronmend never applied here
    std::optional<std::string> last_seen;    // the table's text at the last pass, if known
    std::optional<ZonedTime> last_pass;      // when that was; nothing: not known
    std::vector<Suspect> suspects;           // of earlier passes
    std::vector<RetiredJob> retired;         // as TablePlan::retired, of earlier passes
    std::vector<ChangeKey> held;             // changes not to be carried out; see Action::hold
    std::vector<ChangeKey> released;         // the same, of a hold that has just been ended
    bool under_hold = false;                 // a rollback is in force, or was until now
    std::optional<std::string> rolled_back;  // the table that it replaced, if known
    std::set<std::string> brought_back;      // retired jobs whose entries that rollback brought
    // Nothing: all jobs' zones have the host's rules.
    std::shared_ptr<const Zoning> zoning;
    // What keeps a user from starting Zoning::program, by user; without those that can, as far as
    // is known.
    std::map<std::string, std::string, std::less<>> guard_obstacles;
    Emptying emptying = Emptying::refuse;
};

struct TablePlan {
    std::string user;
    cron::Observation before;  // what the plan was made for
    std::string after;         // equal to before.text if nothing acts
    bool removes = false;      // nothing is left of a system table: its file goes
    // In order of declaration, orphans last; then what the next pass would find off with `after`.
    std::vector<Change> changes;
    std::vector<AppliedEntry> applied;  // what stands in order once `after` is in place
    std::vector<Suspect> suspects;      // to be remembered; one for each copy
    // Declared once more, they are no news. The oldest first; of very many the newest.
    std::vector<RetiredJob> retired;
    // Of `applied`, those of the jobs that are declared here, and looked at.
    std::size_t declared_entries = 0;
    std::size_t jobs_off = 0;          // declared here with `mode: off`
    std::vector<std::string> foreign;  // entries that are not ours, as they stand
    std::size_t foreign_entries = 0;   // entries that are not ours
    std::size_t foreign_lines = 0;     // lines that are not ours, comments and blanks included
    // If somebody changed the crontab: lines that were not ours at the last pass (blanks left out)
    // and that `before` has not. They are told, not put back.
    std::size_t foreign_lost = 0;
    bool holding = false;  // a hold is in force for some of the changes
    // Of a table under a hold: an entry of a job that this declaration does not look at (another
    // one's, or `mode: off`) does not stand as it was last seen in order. So it may be held.
    bool others_off = false;
    Diagnostics diagnostics;  // about the table: what cron would refuse, what surprises

    // Of the table as it will stand, for a line of somebody else's: cron runs none of it then.
    std::optional<cron::Refusal> refusal;

    [[nodiscard]] bool in_sync() const { return changes.empty() && !refusal; }
    [[nodiscard]] bool writes() const;  // carrying it out changes the table's text
};

// For people: "crontab of root", "system table /etc/cron.d/backup".
[[nodiscard]] std::string name_of_table(const TableInput& input);

// Error unsupported or invalid_input, before anything is written, if the result would be a table
// that crontab refuses for its length, if every managed entry would go because the declaration has
// no job for this table any more (Emptying::refuse), or if a system table that cronmend never wrote
// holds entries that are not declared.
[[nodiscard]] Result<TablePlan> make_plan(const TableInput& input);

}  // namespace cronmend::plan
