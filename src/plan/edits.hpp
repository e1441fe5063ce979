// Whether an entry of the table is a job's entry, edited by hand.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "essence.hpp"
#include "lost_commands.hpp"
#include "reading.hpp"
#include "slot.hpp"

namespace cronmend::plan {

[[nodiscard]] bool same_times(const Slot& slot, const ReadEntry& entry);

// The table as it is, compared with that of the last pass. Both arguments must outlive it, and so
// must the entries and slots that it is asked about, in their places.
class Edits {
public:
    Edits(const TableInput& input, const Reading& reading) : input_(input), reading_(reading) {}

    // True if it is known what the table of the last pass was, and the entry's line, comment sign
    // and all, was not in it.
    [[nodiscard]] bool is_new(const ReadEntry& entry) const;

    // An edit of the slot's entry, as far as that is certain: a new line with the same command, or
    // at the same times with the same program (one that tells) or with the command grown. Not where
    // a line of somebody else's with its program is gone as well: it may be that one, edited.
    [[nodiscard]] bool certain(const Slot& slot, const ReadEntry& entry) const;

    // LostCommands::likeness_to() of the entries of somebody else's that are gone since.
    [[nodiscard]] std::size_t likeness_to_lost(const Essence& essence) const;

private:
    // The table of the last pass.
    struct Seen {
        std::set<std::string, std::less<>> lines;
        LostCommands lost;  // of others
    };

    // Precondition: input_.last_seen. Read when first asked for.
    [[nodiscard]] const Seen& seen() const;
    [[nodiscard]] Seen look_back() const;

    // Made out once for each: the command's words are read for it.
    [[nodiscard]] const Essence& essence(const ReadEntry& entry) const;
    [[nodiscard]] const Essence& essence(const Slot& slot) const;

    const TableInput& input_;
    const Reading& reading_;
    mutable std::optional<Seen> seen_;
    mutable std::unordered_map<const void*, Essence> essences_;  // by entry or slot
};

}  // namespace cronmend::plan
