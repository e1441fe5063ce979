// The incidents of one table during one pass: which are open, which go on, which have ended.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/reconcile/pass.hpp"
#include "memory_of_table.hpp"

namespace cronmend::reconcile {

// What is still off once a pass is done with a table: it is only told, or held.
struct Remaining {
    std::vector<plan::Change> changes;
    std::string_view proof;  // for an incident of which nothing is among them: how that is known
    bool refused = false;    // cron refuses the table as it stands now
};

class JobsById;

class IncidentBook {
public:
    IncidentBook(const TableTask& task, Services& services) : task_(task), services_(services) {}

    // The open incident that tells this story already, as it was recorded; else the fresh one. One
    // about what is only told never tells the story of a repair: it stays open after that.
    [[nodiscard]] Result<incident::Incident> continued(incident::Incident fresh);

    // Open incidents that have ended once nothing but what remains is off, resolved as of `now`.
    // Those that stay as they are, are not among them, nor is the one that the caller has in hand
    // (its id; empty: none).
    [[nodiscard]] Result<std::vector<incident::Incident>> settled(const Remaining& remaining,
                                                                  const TableState& state,
                                                                  const ZonedTime& now,
                                                                  const std::string& in_hand = {});

    // The open incidents of this declaration, resolved as of `now`: nothing looks at the table any
    // more.
    [[nodiscard]] Result<std::vector<incident::Incident>> let_go(const ZonedTime& now);

    // Records drift that is only told, in an incident of its own. Nothing new, and nothing is
    // written, for what an open incident tells already.
    [[nodiscard]] Result<void> tell(const plan::TablePlan& plan, const TableState& state,
                                    const ZonedTime& now);
    // Records what befell the table as a whole, and why. Once, for as long as it lasts.
    void tell_of_table(incident::Trouble trouble, const Error& error, const ZonedTime& now);

    // Writes the report. One that cannot be written now is written by a later pass: the store
    // remembers.
    void put_report(const incident::Incident& incident);
    // The same of the incident as it is on record, whatever else is known of it by now.
    void put_report_on_record(const std::string& id);

    // Where an incident was resolved: takes out the old ones of the table, with their reports. What
    // fails is left to a later pass.
    void clear_away(const ZonedTime& now);

    // Each once, in the order they came up.
    [[nodiscard]] const std::vector<Mention>& touched() const { return touched_; }
    // Why a report could not be written: the first reason.
    [[nodiscard]] const std::optional<Error>& report_error() const { return report_error_; }

private:
    [[nodiscard]] Result<std::vector<incident::Incident>> open(const std::string& except = {});
    [[nodiscard]] bool ends(const incident::Incident& incident, const Remaining& remaining,
                            const JobsById& jobs) const;
    void touch(const incident::Incident& incident);

    const TableTask& task_;
    Services& services_;
    std::vector<Mention> touched_;
    std::optional<Error> report_error_;
    std::set<std::string> begun_;  // ids of incidents that began with this pass
};

}  // namespace cronmend::reconcile
