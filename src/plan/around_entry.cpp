#include "around_entry.hpp"

#include <fmt/format.h>

#include <string>

namespace cronmend::plan {

bool judge_left_behind(const TableInput& input, const Reading& reading, const Slot& slot,
                       const ReadEntry& entry, Change& change) {
    const auto name = left_behind(slot, reading, entry.line, input);
    if (!name) {
        return false;
    }
    change.kind = DriftKind::changed;
    change.action = Action::replace;
    change.cause = Cause::rollout;
    change.part = Part::above;
    const auto set = reading.table.assignment_line_at(entry.line, *name);
    change.before = std::string{reading.table.text_of(*set)} + '\n' + entry.text;
    change.after = entry.text;
    change.reason = fmt::format("{} is no longer declared for it", *name);
    return true;
}

bool judge_behind(const Reading& reading, std::size_t entry, Change& change) {
    const auto found = reading.open_ends.find(entry);
    if (found == reading.open_ends.end()) {
        return false;
    }
    const OpenEnd& open = found->second;
    change.kind = DriftKind::changed;
    change.action = Action::replace;
    change.cause = Cause::drift;
    change.part = Part::behind;
    change.before = open.before;
    change.after = open.after;
    change.reason = fmt::format("the line behind it that put {} back {}", open.name,
                                open.edited ? "was edited by hand" : "is gone");
    return true;
}

}  // namespace cronmend::plan
