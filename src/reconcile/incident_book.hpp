// The incidents of one table during one pass: which are open, which go on, which have ended.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cronmend/reconcile/pass.hpp"
#include "memory_of_table.hpp"

namespace cronmend::reconcile {

class IncidentBook {
public:
    IncidentBook(const TableTask& task, Services& services) : task_(task), services_(services) {}

    // The open incident that tells this story already, as it was recorded; else the fresh one.
    [[nodiscard]] Result<incident::Incident> continued(incident::Incident fresh);

    // Open incidents, as they are once nothing but `remaining`, which a pass leaves alone, is off:
    // resolved as of `now` if nothing of them is left; without their trouble if a write of theirs
    // had failed. Those that stay as they are, are not among them.
    [[nodiscard]] Result<std::vector<incident::Incident>> settled(
        const std::vector<plan::Change>& remaining, const TableState& state, const ZonedTime& now);

    // Records drift that is only told. Nothing new if an open incident tells it.
    [[nodiscard]] Result<void> tell(const plan::TablePlan& plan, const TableState& state,
                                    const ZonedTime& now);
    // Records that the table could not be read.
    void tell_unreadable(const Error& error, const ZonedTime& now);

    // Writes the report. One that cannot be written now is written by a later pass: the store
    // remembers.
    void put_report(const incident::Incident& incident);
    // Writes it though it will soon be written anew: it stays due, should that not come to pass.
    void draft_report(const incident::Incident& incident);

    // Ids, each once, in the order they came up.
    [[nodiscard]] const std::vector<std::string>& touched() const { return touched_; }

private:
    [[nodiscard]] Result<std::vector<incident::Incident>> open();
    void touch(const std::string& id);

    const TableTask& task_;
    Services& services_;
    std::vector<std::string> touched_;
};

}  // namespace cronmend::reconcile
