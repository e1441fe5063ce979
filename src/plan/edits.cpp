#include "edits.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace cronmend::plan {
namespace {

// True if a rollback brought the slot's entry as something else than is declared.
bool was_rolled_back(const TableInput& input, const Slot& slot) {
    const auto is_its = [&](const ChangeKey& key) {
        return key.job == slot.id() && key.index == slot.index() && key.kind == DriftKind::changed;
    };
    return std::any_of(input.held.begin(), input.held.end(), is_its) ||
           std::any_of(input.released.begin(), input.released.end(), is_its);
}

}  // namespace

bool same_times(const Slot& slot, const ReadEntry& entry) {
    return std::string_view{slot.plain_key}.substr(0, slot.plain_key.find('\n')) == entry.start_key;
}

const Essence& Edits::essence(const ReadEntry& entry) const {
    const auto found = essences_.find(&entry);
    return found != essences_.end()
               ? found->second
               : essences_.emplace(&entry, essence_of(entry.command)).first->second;
}

const Essence& Edits::essence(const Slot& slot) const {
    const auto found = essences_.find(&slot);
    return found != essences_.end() ? found->second
                                    : essences_.emplace(&slot, essence_of(slot)).first->second;
}

bool Edits::is_new(const ReadEntry& entry) const {
    return input_.last_seen && !seen().lines.contains(reading_.table.text_of(entry.line));
}

bool Edits::certain(const Slot& slot, const ReadEntry& entry) const {
    // With `mode: warn` the edit stays, and is one in the passes behind this, too; and so is one
    // that a rollback brought.
    const bool may_stand =
        entry.marker && (slot.job->mode == desired::Mode::warn || was_rolled_back(input_, slot));
    if (!is_new(entry) && !may_stand) {
        return false;
    }
    const Essence& ours = essence(slot);
    const Essence& its = essence(entry);
    const bool same_program = ours.program == its.program && ours.tells();
    const bool fits = ours.core == its.core || command_of_key(slot.exported_key) == entry.command ||
                      (same_times(slot, entry) && (same_program || ours.has_grown_into(its)));
    return fits && !(input_.last_seen && seen().lost.have(its.program));
}

std::size_t Edits::likeness_to_lost(const Essence& essence) const {
    return input_.last_seen ? seen().lost.likeness_to(essence) : 0;
}

const Edits::Seen& Edits::seen() const {
    if (!seen_) {
        seen_ = look_back();
    }
    return *seen_;
}

Edits::Seen Edits::look_back() const {
    std::unordered_set<std::string_view> known;
    for (const AppliedEntry& applied : input_.last_applied) {
        known.insert(applied.line);
    }
    for (const ReadEntry& entry : reading_.entries) {
        known.insert(entry.text);
    }
    const Reading then = read_table(*input_.last_seen, input_.flavour, input_.form);
    std::set<std::string, std::less<>> lines;
    for (std::size_t line = 0; line < then.table.lines().size(); ++line) {
        lines.emplace(then.table.text_of(line));
    }
    std::vector<Essence> lost;
    for (const ReadEntry& entry : then.entries) {
        if (!entry.disabled && !known.contains(entry.text)) {
            lost.push_back(essence_of(entry.command));
        }
    }
    return {std::move(lines), LostCommands{std::move(lost)}};
}

}  // namespace cronmend::plan
