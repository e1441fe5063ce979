#include "settled_blocks.hpp"

#include <algorithm>

#include "slot.hpp"

namespace cronmend::plan {

std::string_view plain_text(const Reading& reading, std::size_t line) {
    const std::string_view text = reading.table.text_of(line);
    return text.ends_with('\r') ? text.substr(0, text.size() - 1) : text;
}

std::size_t settled_lines(const TableInput& input, const Reading& reading,
                          const BrokenBlock& block) {
    const auto entry =
        std::find_if(reading.entries.begin(), reading.entries.end(), [&](const ReadEntry& one) {
            return one.marker > block.marker + 1 && one.marker <= block.marker + block.lines + 1;
        });
    if (entry == reading.entries.end()) {
        return 0;
    }
    const auto last = std::find_if(
        input.last_applied.begin(), input.last_applied.end(), [&](const AppliedEntry& one) {
            return one.job == entry->marked_job && one.line == entry->text;
        });
    if (last == input.last_applied.end()) {
        return 0;
    }
    for (std::size_t line = block.marker + 1; line < *entry->marker; ++line) {
        const auto set = cron::parse_assignment(plain_text(reading, line), input.flavour);
        if (!set || !can_be_set(set->name, input)) {
            return 0;
        }
        const auto value = last->environment.find(set->name);
        if (value == last->environment.end() || value->second != set->value) {
            return 0;
        }
    }
    return *entry->marker - block.marker - 1;
}

std::vector<BrokenBlock> broken_blocks(const Reading& reading) {
    std::vector<BrokenBlock> broken;
    for (const std::size_t line : reading.loose_markers) {
        const auto marker = cron::parse_marker(reading.table.text_of(line));
        if (marker && marker->is_environment()) {
            broken.push_back({line, marker->environment_lines});
        }
    }
    return broken;
}

void claim_settled_blocks(const TableInput& input, Reading& reading) {
    for (const BrokenBlock& block : broken_blocks(reading)) {
        const std::size_t lines = settled_lines(input, reading, block);
        for (std::size_t i = 1; i <= lines; ++i) {
            reading.remains.push_back(block.marker + i);
        }
    }
}

}  // namespace cronmend::plan
