// Entries that another declaration, or another cronmend, keeps: to change one would be undone by
// that, in turns.
#pragma once

#include <string>

#include "reading.hpp"
#include "slot.hpp"

namespace cronmend::plan {

[[nodiscard]] bool is_declared(const TableInput& input, const std::string& job);

// The job of another declaration whose entry that is, by its marker: each declaration would make it
// its own again, in whatever else they differ.
[[nodiscard]] const AppliedEntry* owner_elsewhere(const TableInput& input, const Slot& slot,
                                                  const ReadEntry& entry);
void leave_to_owner(const ReadEntry& entry, const AppliedEntry& owner, Change& change);

// True if a cronmend wrote it for a job of this name, but not as this record remembers: there is
// another that declares one.
[[nodiscard]] bool is_anothers(const TableInput& input, const Slot& slot, const ReadEntry& entry);
void leave_to_the_other(Change& change);

}  // namespace cronmend::plan
