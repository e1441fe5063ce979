#include "block_damage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "settled_blocks.hpp"

namespace cronmend::plan {
namespace {

using cron::LineKind;

// What a line sets, or would set if cron could read it: `MAILTO=` is no assignment to Debian's.
std::string_view name_set_by(std::string_view line) {
    const std::size_t equals = line.find('=');
    return equals == std::string_view::npos ? std::string_view{}
                                            : trim_blanks(line.substr(0, equals));
}

bool may_set(LineKind kind) {
    return kind == LineKind::environment || kind == LineKind::invalid;
}

// A block as it stood there at the last pass.
struct FormerBlock {
    std::vector<std::string> lines;     // its assignments
    std::optional<std::string> behind;  // the entry right above it, if it only puts back
    std::string job;                    // of that entry

    [[nodiscard]] bool says(std::string_view line) const {
        return std::find(lines.begin(), lines.end(), line) != lines.end();
    }
    [[nodiscard]] bool sets(std::string_view name) const {
        return !name.empty() && std::any_of(lines.begin(), lines.end(), [&](const auto& line) {
            return name_set_by(line) == name;
        });
    }
};

using FormerBlocks = std::map<std::string, std::vector<FormerBlock>, std::less<>>;  // by marker

// How many lines say the same, by their text.
using Tally = std::map<std::string, std::ptrdiff_t, std::less<>>;

// A table in which blocks stood before somebody changed it.
struct Past {
    FormerBlocks former;
    Tally spare;  // lines there are now beyond those that were somebody else's then

    [[nodiscard]] std::ptrdiff_t spare_of(std::string_view text) const {
        const auto found = spare.find(text);
        return found == spare.end() ? 0 : found->second;
    }
};

// The table of the last pass, then the one that a rollback replaced: what was edited in the table
// that it brought, the last pass saw so. One that nobody has touched since says of itself all there
// is to know.
std::vector<const std::string*> texts_of_before(const TableInput& input) {
    std::vector<const std::string*> texts;
    for (const auto* text : {&input.last_seen, &input.rolled_back}) {
        if (*text && *text != input.observed.text) {
            texts.push_back(&**text);
        }
    }
    return texts;
}

class BlockSearch {
public:
    BlockSearch(const TableInput& input, const std::vector<Slot>& slots, Damage damage,
                Reading& reading)
        : input_(input), slots_(slots), damage_(damage), reading_(reading) {
        std::vector<bool> ours(reading.entries.size(), false);
        for (const Slot& slot : slots) {
            if (slot.entry) {
                ours[*slot.entry] = true;
            }
        }
        for (std::size_t i = 0; i < ours.size(); ++i) {
            if (!ours[i] && !reading.entries[i].disabled) {
                note_what_it_lives_by(reading.entries[i].line);
            }
        }
    }

    Diagnostics run() {
        find_markers();
        for (const std::string* text : texts_of_before(input_)) {
            look_back(*text);
        }
        std::vector<std::size_t> broken;
        for (const BrokenBlock& block : broken_blocks(reading_)) {
            const std::size_t settled = settled_lines(input_, reading_, block);
            if (settled > 0 && may_be_claimed(block, settled)) {
                claim_all(block.marker, settled);
            } else {
                broken.push_back(block.marker);
            }
        }
        for (const std::size_t line : broken) {
            search_below(line);
        }
        std::sort(reading_.remains.begin(), reading_.remains.end());
        for (const Past& past : pasts_) {
            find_open_ends(past);
        }
        return std::move(remarks_);
    }

private:
    void note_what_it_lives_by(std::size_t line) {
        for (const std::string_view name : cron::significant_variables(input_.flavour)) {
            if (const auto set = reading_.table.assignment_line_at(line, name)) {
                lived_by_.insert(*set);
            }
        }
    }

    [[nodiscard]] bool is_lived_by(std::size_t line) const {
        return damage_ == Damage::leave || lived_by_.contains(line);
    }

    void claim(std::size_t line) {
        reading_.remains.push_back(line);
        for (Past& past : pasts_) {
            --past.spare[std::string{plain_text(reading_, line)}];
        }
    }

    // What is left of a block may have come to hold for others.
    [[nodiscard]] bool may_be_claimed(const BrokenBlock& block, std::size_t settled) const {
        if (damage_ == Damage::leave) {
            return false;
        }
        bool lived_by = false;
        for (std::size_t i = 1; i <= settled; ++i) {
            lived_by = lived_by || is_lived_by(block.marker + i);
        }
        return settled == block.lines || !lived_by;
    }

    void claim_all(std::size_t marker, std::size_t count) {
        for (std::size_t line = marker + 1; line <= marker + count; ++line) {
            claim(line);
        }
    }

    void find_markers() {
        for (std::size_t i = 0; i < reading_.table.lines().size(); ++i) {
            if (reading_.table.lines()[i].kind == LineKind::marker) {
                markers_[std::string{plain_text(reading_, i)}].push_back(i);
            }
        }
    }

    void look_back(const std::string& text) {
        const Reading then = read_table(text, input_.flavour, input_.form);
        Past past;
        for (std::size_t i = 0; i < reading_.table.lines().size(); ++i) {
            ++past.spare[std::string{plain_text(reading_, i)}];
        }
        for (const EnvironmentBlock& block : reading_.blocks) {
            for (std::size_t i = 1; i <= block.lines; ++i) {
                --past.spare[std::string{plain_text(reading_, block.marker + i)}];
            }
        }
        for (std::size_t i = 0; i < then.table.lines().size(); ++i) {
            --past.spare[std::string{plain_text(then, i)}];
        }
        for (const EnvironmentBlock& block : then.blocks) {
            remember_block(then, block.marker, block.lines, past);
        }
        for (const BrokenBlock& block : broken_blocks(then)) {
            if (const std::size_t settled = settled_lines(input_, then, block); settled > 0) {
                remember_block(then, block.marker, settled, past);
            }
        }
        pasts_.push_back(std::move(past));
    }

    static void remember_block(const Reading& then, std::size_t marker, std::size_t count,
                               Past& past) {
        FormerBlock block;
        for (std::size_t line = marker + 1; line <= marker + count; ++line) {
            block.lines.emplace_back(plain_text(then, line));
            ++past.spare[block.lines.back()];
        }
        const std::size_t next = marker + count + 1;
        const bool sets = std::any_of(then.entries.begin(), then.entries.end(),
                                      [&](const ReadEntry& one) { return one.marker == next; });
        for (const ReadEntry& entry : then.entries) {
            if (!sets && entry.marker && entry.line + 1 == marker) {
                block.behind = entry.text;
                block.job = entry.marked_job;
            }
        }
        past.former[std::string{plain_text(then, marker)}].push_back(std::move(block));
    }

    // The block that the marker stood above; nothing where it has more copies than there were
    // blocks.
    [[nodiscard]] const FormerBlock* former_at(const Past& past, std::size_t marker) const {
        const auto found = past.former.find(plain_text(reading_, marker));
        if (found == past.former.end()) {
            return nullptr;
        }
        const std::vector<std::size_t>& copies = markers_.find(found->first)->second;
        const auto place = std::find(copies.begin(), copies.end(), marker) - copies.begin();
        return copies.size() > found->second.size()
                   ? nullptr
                   : &found->second[static_cast<std::size_t>(place)];
    }

    void search_below(std::size_t marker) {
        const auto knows = std::find_if(pasts_.begin(), pasts_.end(), [&](const Past& past) {
            return former_at(past, marker) != nullptr;
        });
        const FormerBlock* former = knows == pasts_.end() ? nullptr : former_at(*knows, marker);
        const auto& lines = reading_.table.lines();
        std::vector<std::size_t> found;
        std::set<std::string_view> still_said;
        for (std::size_t i = marker + 1;
             i < lines.size() && lines[i].kind != LineKind::marker &&
             lines[i].kind != LineKind::entry && lines[i].kind != LineKind::disabled_entry;
             ++i) {
            if (!may_set(lines[i].kind)) {
                continue;
            }
            found.push_back(i);
            const std::string_view text = plain_text(reading_, i);
            if (former != nullptr && former->says(text)) {
                still_said.insert(name_set_by(text));
            }
        }
        for (const std::size_t line : found) {
            const std::string_view text = plain_text(reading_, line);
            const bool new_here = knows != pasts_.end() && knows->spare_of(text) > 0;
            const bool fits = former != nullptr &&
                              (former->says(text) || (former->sets(name_set_by(text)) &&
                                                      !still_said.contains(name_set_by(text))));
            if (fits && new_here && !is_lived_by(line)) {
                claim(line);
            } else {
                doubt(line);
            }
        }
    }

    void doubt(std::size_t line) {
        remarks_.push_back(
            {DiagnosticSeverity::warning,
             fmt::format("{} stands below a marker of cronmend's for variables, {}",
                         printable(redact(reading_.table.text_of(line))),
                         is_lived_by(line)
                             ? "and entries of others live by it: it is kept as somebody else's"
                             : "and is not known to be one of them: it is kept as somebody else's"),
             "take it out if it is not meant for what stands below it",
             {"", line + 1, 0}});
    }

    // Where what is put back behind an entry of ours is not put back any more.
    void find_open_ends(const Past& past) {
        for (const auto& [marker, blocks] : past.former) {
            const auto intact = std::count_if(reading_.blocks.begin(), reading_.blocks.end(),
                                              [&, &text = marker](const auto& one) {
                                                  return plain_text(reading_, one.marker) == text;
                                              });
            if (static_cast<std::size_t>(intact) >= blocks.size()) {
                continue;
            }
            for (const FormerBlock& block : blocks) {
                if (block.behind) {
                    look_behind(block);
                }
            }
        }
    }

    [[nodiscard]] std::optional<std::size_t> entry_above(const FormerBlock& block) const {
        for (const Slot& slot : slots_) {
            if (slot.entry && slot.id() == block.job && !reading_.entries[*slot.entry].disabled &&
                reading_.entries[*slot.entry].text == *block.behind) {
                return slot.entry;
            }
        }
        return std::nullopt;
    }

    void look_behind(const FormerBlock& block) {
        const auto above = entry_above(block);
        if (!above) {
            return;
        }
        const ReadEntry& entry = reading_.entries[*above];
        const auto& lines = reading_.table.lines();
        std::size_t end = entry.line + 1;
        OpenEnd open{entry.text, entry.text, {}, false};
        while (end < lines.size() && lines[end].kind != LineKind::entry &&
               lines[end].kind != LineKind::disabled_entry && !is_intact_marker(end)) {
            const std::string_view text = plain_text(reading_, end);
            if (reading_.in_remains(end) && !block.says(text) && block.sets(name_set_by(text))) {
                open.before.append(1, '\n').append(text);
                open.edited = true;
            }
            ++end;
        }
        for (const std::string& line : block.lines) {
            const auto was = cron::parse_assignment(line, input_.flavour);
            const bool stands = was && reading_.table.value_at(end, was->name) == was->value;
            const auto wanted = was && !stands ? assignment_behind(was->name, end) : std::nullopt;
            if (wanted && is_open(*wanted, entry, end)) {
                open.after.append(1, '\n').append(
                    cron::render_assignment(*wanted, input_.flavour).value_or(line));
                open.name = wanted->name;
            }
        }
        if (!open.name.empty()) {
            reading_.open_ends.emplace(*above, std::move(open));
        }
    }

    // What is to hold there, as if nothing of ours stood above.
    [[nodiscard]] std::optional<cron::Assignment> assignment_behind(const std::string& name,
                                                                    std::size_t end) const {
        auto value =
            effective(name, foreign_lookup_at(reading_, end)(name), table_owner(input_), input_);
        return value ? std::optional{cron::Assignment{name, std::move(*value)}} : std::nullopt;
    }

    // True if a line of ours sets the variable otherwise there, or one that cron cannot read stands
    // where it was put back.
    bool is_open(const cron::Assignment& wanted, const ReadEntry& entry, std::size_t end) {
        const auto set = reading_.table.assignment_line_at(end, wanted.name);
        if (!set || !reading_.in_block(*set) ||
            reading_.table.value_at(end, wanted.name) == wanted.value) {
            return false;
        }
        if (is_lived_by(*set)) {
            remarks_.push_back(
                {DiagnosticSeverity::warning,
                 fmt::format("the line that put {} back behind the entry of job {} is gone, and "
                             "entries of others below live by what holds there now: it is left so",
                             wanted.name, entry.marked_job),
                 fmt::format("if that is not meant, put `{}` above them",
                             redact(wanted.name + "=" + wanted.value)),
                 {"", entry.line + 1, 0}});
            return false;
        }
        return true;
    }

    [[nodiscard]] bool is_intact_marker(std::size_t line) const {
        return reading_.table.lines()[line].kind == LineKind::marker &&
               std::find(reading_.loose_markers.begin(), reading_.loose_markers.end(), line) ==
                   reading_.loose_markers.end();
    }

    const TableInput& input_;
    const std::vector<Slot>& slots_;
    Damage damage_;
    Reading& reading_;
    std::set<std::size_t> lived_by_;  // lines that set something for entries of others
    std::map<std::string, std::vector<std::size_t>, std::less<>> markers_;  // by their text
    std::vector<Past> pasts_;
    Diagnostics remarks_;
};

}  // namespace

Diagnostics find_block_damage(const TableInput& input, const std::vector<Slot>& slots,
                              Damage damage, Reading& reading) {
    const auto before = texts_of_before(input);
    const bool moved = std::any_of(before.begin(), before.end(), [](const std::string* text) {
        return text->find("@environment") != std::string::npos;
    });
    if (!moved && broken_blocks(reading).empty()) {
        return {};  // nearly always
    }
    return BlockSearch{input, slots, damage, reading}.run();
}

}  // namespace cronmend::plan
