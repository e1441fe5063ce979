// The facts of a pass, put down as an incident.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cronmend/reconcile/pass.hpp"

namespace cronmend::reconcile {

// The declared jobs of a table by their ids: an incident may have thousands of members, and asks
// for the job of each. The task must outlive it.
class JobsById {
public:
    explicit JobsById(const TableTask& task);

    // Null if there is none.
    [[nodiscard]] const desired::Job* find(std::string_view id) const;
    [[nodiscard]] const TableTask& task() const { return *task_; }

private:
    const TableTask* task_;
    std::unordered_map<std::string_view, const desired::Job*> jobs_;
};

// The absolute path of the file that declares a job of this task.
[[nodiscard]] std::string source_of(const TableTask& task, const desired::Job& job);

// An incident about the drift that the plan repairs (its rollouts left out), open, with an id of
// its own; nothing if there is none. Held changes are somebody's will and no incident.
[[nodiscard]] std::optional<incident::Incident> drift_incident(const TableTask& task,
                                                               const plan::TablePlan& plan,
                                                               const store::TableMemory& memory,
                                                               const ZonedTime& now,
                                                               Services& services);

// True for drift that is only told. It is a story of its own: it stays open for as long as nobody
// puts it right, and what is repaired meanwhile must not wait for that.
[[nodiscard]] bool is_only_told(const plan::Change& change);
// An incident about such changes, of which there is one at least.
[[nodiscard]] incident::Incident told_incident(const TableTask& task,
                                               const std::vector<plan::Change>& told,
                                               const store::TableMemory& memory,
                                               const ZonedTime& now, Services& services);

// One about all that the plan carries out, whatever the cause: for a roll-out that failed.
[[nodiscard]] incident::Incident failure_incident(const TableTask& task,
                                                  const plan::TablePlan& plan,
                                                  const store::TableMemory& memory,
                                                  const ZonedTime& now, Services& services);

// What befalls a table as a whole (see is_of_table()), and the reason.
struct TableFault {
    incident::Trouble trouble = incident::Trouble::unplanned;
    const Error& error;
};

[[nodiscard]] incident::Incident table_incident(const TableTask& task, const TableFault& fault,
                                                const store::TableMemory& memory,
                                                const ZonedTime& now, Services& services);

// True if `known` tells the story of `fresh` already: the same of the same table as a whole, or
// that the same entries of it are off in the same way (it may tell of more), whatever was tried
// since.
[[nodiscard]] bool covers(const incident::Incident& known, const incident::Incident& fresh);
// True if the incident is one of told_incident().
[[nodiscard]] bool is_telling(const incident::Incident& incident);
// True if something of it is among the changes, only told, and stands there as it was told. Of
// what it only counts: if anything of that sort is.
[[nodiscard]] bool still_told(const JobsById& jobs, const incident::Incident& incident,
                              const std::vector<plan::Change>& changes);
// Takes out of the changes what `known` tells already.
void leave_out(std::vector<plan::Change>& changes, const JobsById& jobs,
               const incident::Incident& known);
// True if something of what the incident tells is among the changes, whatever stands there.
[[nodiscard]] bool still_off(const incident::Incident& incident,
                             const std::vector<plan::Change>& changes);
[[nodiscard]] bool same_entries(const std::vector<plan::AppliedEntry>& a,
                                const std::vector<plan::AppliedEntry>& b);

void add_event(incident::Incident& incident, const ZonedTime& time, std::string_view source,
               std::string_view text);
void resolve(incident::Incident& incident, const ZonedTime& time, std::string_view text);
// Sets what follows from the facts: severity and title.
void settle_headline(incident::Incident& incident);

// "3 installed, 1 replaced", for a history row.
[[nodiscard]] std::string summary_of(const plan::TablePlan& plan);
// "installed", for the changes carried out.
[[nodiscard]] std::string_view done_word(plan::Action action);

}  // namespace cronmend::reconcile
