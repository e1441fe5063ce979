// What people should know of a table though the plan does not act on it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "assessment.hpp"
#include "cronmend/base/diagnostic.hpp"
#include "cronmend/cron/refusal.hpp"

namespace cronmend::plan {

// The job's entry of the last pass, if the file that declared it is not one of those that are
// spoken for; null if it is, or nothing is known of that.
[[nodiscard]] const AppliedEntry* applied_elsewhere(const TableInput& input, std::string_view job);

// The job, if its declaration had its entries taken out before; else null.
[[nodiscard]] const RetiredJob* find_retired(const TableInput& input, const std::string& job);
// True if this declaration may say what becomes of what is left of it.
[[nodiscard]] bool is_spoken_for(const TableInput& input, const RetiredJob& job);
// True if the job's declaration had its entries taken out before.
[[nodiscard]] bool is_retired(const TableInput& input, const std::string& job);

// True if the entry carries an untouched mark of cronmend's, for a job of which this record knows
// nothing: another cronmend keeps it (root's, or the user's own), or this one did before its record
// was lost.
[[nodiscard]] bool is_of_another_record(const TableInput& input, const ReadEntry& entry);

// True if the entry was adopted as it stands, and had its carriage return then.
[[nodiscard]] bool came_with_return(const TableInput& input, const Slot& slot,
                                    const ReadEntry& entry);

// Entries that came with one: cron hands it to the command.
void warn_of_returns(const TableInput& input, const Reading& reading, const Matching& matching,
                     Diagnostics& diagnostics);

// True if an earlier pass saw entries of this declaration in order: a job that is not known from
// then was declared since.
[[nodiscard]] bool declaration_is_known(const TableInput& input);

// Jobs whose entries were put there by other declarations, and are changed by this one.
void warn_of_taken_over(const TableInput& input, const Assessment& now, Diagnostics& diagnostics);

// Entries that go because the file that declared them is gone from a folder that was read.
void warn_of_gone_files(const TableInput& input, const Assessment& now, Diagnostics& diagnostics);

// Adopted entries whose jobs are no longer declared were somebody else's before, and are again.
void note_released(const TableInput& input, const Reading& reading, const Matching& matching,
                   Diagnostics& diagnostics);

// Something that holds for an entry though its declaration does not mention it: not wrong, but its
// owner should know.
void note_inherited(const Assessment& final, Diagnostics& diagnostics);

// Variables that seem to hold a secret and stand in the command, where the list of processes shows
// them. A warning where this plan puts them there, a note where they stood.
void warn_of_exposed(const TableInput& input, const Assessment& final, Diagnostics& diagnostics);

// cronie starts jobs under CRON_TZ by the clock alone.
void warn_of_changes(const TableInput& input, const Assessment& final, Diagnostics& diagnostics);

// What cron would refuse of the table: a line it cannot read, say, or, in a system table, an entry
// whose user the host does not have.
[[nodiscard]] std::optional<cron::Refusal> refusal_of(const TableInput& input,
                                                      const Reading& reading);

// A table that cron refuses as it stands, and maybe `then`, with the plan carried out.
void warn_of_refusal(const std::optional<cron::Refusal>& now,
                     const std::optional<cron::Refusal>& then, Diagnostics& diagnostics);

}  // namespace cronmend::plan
