#include "moved_entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace cronmend::plan {
namespace {

constexpr std::string_view kNotDeclared = "no longer declared";

bool has_slot(const Matching& matching, std::size_t entry) {
    return std::any_of(matching.slots.begin(), matching.slots.end(),
                       [&](const Slot& slot) { return slot.entry == entry; });
}

}  // namespace

void tell_of_move(const TableInput& input, Change& change) {
    const auto moved = input.moved_to.find(change.job);
    if (moved == input.moved_to.end() || !change.reason.starts_with(kNotDeclared)) {
        return;
    }
    change.reason.replace(0, kNotDeclared.size(),
                          fmt::format("declared for the {} now", moved->second.table));
    if (!moved->second.stands && change.acts()) {
        change.action = Action::report;
        change.cause = Cause::drift;
        change.reason += ", but does not stand there yet: it stays here until it does";
    }
}

std::vector<Verdict> judge_adopted_of_moved(const TableInput& input, const Reading& reading,
                                            const Matching& matching) {
    std::vector<Verdict> verdicts;
    for (const AppliedEntry& last : input.last_applied) {
        const auto moved = input.moved_to.find(last.job);
        if (last.marked || moved == input.moved_to.end() || !moved->second.stands) {
            continue;
        }
        for (std::size_t i = 0; i < reading.entries.size(); ++i) {
            const ReadEntry& entry = reading.entries[i];
            if (entry.disabled || entry.marker || entry.text != last.line ||
                has_slot(matching, i)) {
                continue;
            }
            Change change;
            change.job = last.job;
            change.index = last.index;
            change.kind = DriftKind::orphaned;
            change.action = Action::report;
            change.before = entry.text;
            change.line = entry.line + 1;
            change.reason = fmt::format(
                "declared for the {} now, and starts there too: it was adopted, not "
                "put there by cronmend: remove it here",
                moved->second.table);
            verdicts.push_back({std::move(change), std::nullopt, std::nullopt});
            break;
        }
    }
    return verdicts;
}

}  // namespace cronmend::plan
