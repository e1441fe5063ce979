#include "around_entry.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

namespace cronmend::plan {
namespace {

// What was given up and a line of ours sets otherwise by now than that was left.
std::optional<std::string_view> edited_since(const Reading& reading, const Slot& slot,
                                             const ReadEntry& entry) {
    for (const std::string_view name : given_up_by(slot)) {
        const auto set = reading.table.assignment_line_at(entry.line, name);
        const auto then = slot.last->environment.find(std::string{name});
        if (set && reading.in_block(*set) && then != slot.last->environment.end() &&
            reading.table.value_at(entry.line, name) != then->second) {
            return name;
        }
    }
    return std::nullopt;
}

}  // namespace

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
    if (const auto edited = edited_since(reading, slot, entry)) {
        change.cause = Cause::drift;
        change.reason += fmt::format("; and was edited by hand: line {} says {}={}",
                                     *reading.table.assignment_line_at(entry.line, *edited) + 1,
                                     *edited, *reading.table.value_at(entry.line, *edited));
    }
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
