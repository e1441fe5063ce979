// One pass: the order of its effects. Observe, plan, record, write, read back, resolve, report.
//
// Level-triggered: every pass starts from what stands there now. What it must not lose is on disk
// before the crontab is touched, so that a pass killed between any two effects is taken up by the
// next one and ends the same story.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/result.hpp"
#include "cronmend/base/shared_list.hpp"
#include "cronmend/host/clock.hpp"
#include "cronmend/host/crontab_table.hpp"
#include "cronmend/incident/incident.hpp"
#include "cronmend/plan/plan.hpp"
#include "cronmend/store/store.hpp"

namespace cronmend::reconcile {

// What one table is to become, and by what it is reached.
struct TableTask {
    std::string user;             // see plan::TableInput
    std::string reader = "root";  // see plan::TableInput
    cron::TableForm form = cron::TableForm::user;
    cron::Flavour flavour = cron::Flavour::debian;
    std::string key;             // in the store: the user's name, or the file's path
    std::string name;            // for people: "crontab of root"
    std::string show_command;    // what a reader runs to see it: "crontab -l -u root"
    std::string diff_command;    // what a reader runs to see that it is in order
    std::string record_options;  // what names the record to a command: " --state-dir /…", or ""
    // Of a system table: true if it is certain that the host does not have this user.
    std::function<bool(const std::string& user)> lacks_user = {};
    SharedList<desired::Job> jobs;  // of this table alone
    plan::Scope scope;
    std::map<std::string, std::string> sources;                       // see plan::TableInput
    std::shared_ptr<const plan::Zoning> zoning;                       // see plan::TableInput
    std::map<std::string, std::string, std::less<>> guard_obstacles;  // see plan::TableInput
    std::map<std::string, plan::MovedJob, std::less<>> moved_to;      // see plan::TableInput
    std::map<std::string, std::string, std::less<>> moved_from;       // see plan::TableInput
    plan::Emptying emptying = plan::Emptying::refuse;
    bool release_hold = false;  // put the declaration back in force after a rollback
    host::CrontabTable* table = nullptr;
};

// The home folder of a user; empty if it is not known. Asked only where a table sets HOME.
using HomeOf = std::function<std::string(const std::string& user)>;

// The effects of a pass that a crash can fall between.
enum class Effect { recorded, written, read_back, concluded, reported };
[[nodiscard]] std::string_view to_string(Effect effect);

// Told of every effect once it is done. Tests end the process there.
class Witness {
public:
    virtual ~Witness() = default;
    virtual void done(Effect effect) = 0;
};

// Where incident reports go.
class ReportShelf {
public:
    virtual ~ReportShelf() = default;
    // Replaces the report of this incident, as a whole.
    [[nodiscard]] virtual Result<void> put(const incident::Incident& incident) = 0;
    // It will be put, unless all comes otherwise: what takes long may be done now. Writes nothing.
    virtual void expect(const incident::Incident& /*incident*/) {}
    // Of an incident that is not kept any longer; nothing, if it has none.
    [[nodiscard]] virtual Result<void> remove(const std::string& id) = 0;
};

struct Services {
    store::Store& store;
    ReportShelf& reports;
    host::Clock& clock;
    Witness& witness;
    HomeOf home_of;
    std::string host;                     // this machine's name
    std::function<std::string()> suffix;  // six of [A-Za-z0-9], for an incident's id
};

// How it ended for one table.
enum class Ending {
    in_order,  // as declared; nothing was to do
    repaired,  // written, read again, and as declared
    pending,   // something is off that this pass leaves alone (reported or held)
    failed,    // see the error: `unrecorded`: the table is as the plan would have it, but the store
               // could not be told; otherwise it is as it was, or, if written, not known
};
[[nodiscard]] std::string_view to_string(Ending ending);

// An incident that a pass had to do with, and where it left it.
struct Mention {
    enum class State { opened, still_open, resolved, closed };
    std::string id;
    State state = State::opened;

    friend bool operator==(const Mention&, const Mention&) = default;
};
// "opened", "still open", "resolved", "closed, not repaired"
[[nodiscard]] std::string_view to_string(Mention::State state);

struct TableOutcome {
    std::string user;
    std::string name;
    Ending ending = Ending::failed;
    std::optional<Error> error;
    std::optional<plan::TablePlan> plan;  // the one carried out, or not
    std::vector<Mention> incidents;       // each once, in the order they came up
    std::optional<Error> report_error;    // a report was not written; the next pass tries again
    std::optional<std::int64_t> snapshot;
    std::optional<std::int64_t> lost;  // the row with the table in which others' lines stood
    bool written = false;              // what stands there may not be what stood there before
    bool verified = false;
    std::optional<store::Hold> hold;  // the table was rolled back and stays so
};

// What a dry run sees: the same plan that a pass would carry out. Changes nothing.
struct Preview {
    plan::TablePlan plan;
    std::optional<store::Hold> hold;
};
[[nodiscard]] Result<Preview> preview(const TableTask& task, store::Memory& memory,
                                      const HomeOf& home_of);

// One table, from observation to report. Nothing is thrown: that memory ran out, say, is how it
// failed for this table, and others can go on.
[[nodiscard]] TableOutcome run_pass(const TableTask& task, Services& services);

// True if the story is told by the declaration with this scope and command: its to end, once
// nothing looks at what it is about any more.
[[nodiscard]] bool speaks_for(const plan::Scope& scope, std::string_view diff_command,
                              const incident::Incident& incident);

// A table that is nobody's any more: its open incidents end, and what is remembered of it goes, all
// but its history. The outcome is without a plan.
[[nodiscard]] TableOutcome forget_table(const std::string& user, const std::string& key,
                                        const std::string& name, Services& services);

// Writes the reports that an earlier pass did not come to write.
[[nodiscard]] Result<void> catch_up_reports(Services& services);

}  // namespace cronmend::reconcile
