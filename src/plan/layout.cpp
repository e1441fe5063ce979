#include "layout.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "cronmend/base/fingerprint.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/marker.hpp"
#include "kept_text.hpp"

namespace cronmend::plan {
namespace {

std::string marker_for(const std::string& job, std::string_view line) {
    return cron::render_marker({job, 0, short_fingerprint(line)});
}

// Entries that follow one another, and the environment lines around them. `base`: the values at
// their place; `without`: the same, without lines of ours.
class Stretch {
public:
    Stretch(const TableInput& input, const Reading& reading, const Needs& needs, Lookup base,
            Lookup without)
        : input_(input),
          reading_(reading),
          needs_(needs),
          base_(std::move(base)),
          without_(std::move(without)) {}

    void add(std::size_t index, const Slot& slot) {
        cron::Environment overrides;
        for (const Need& need : needs_.of(slot)) {
            override_if_off(slot, need.name, need.value, overrides);
        }
        for (const std::string_view name : given_up_by(slot)) {
            override_if_off(slot, name, without_(name), overrides);
        }
        // What is put back for one user's entries may not do for another's.
        const auto group = std::find_if(groups_.begin(), groups_.end(), [&](const Group& known) {
            return known.overrides == overrides && (overrides.empty() || known.owner == slot.owner);
        });
        const Member member{index, &slot};
        if (group != groups_.end()) {
            group->members.push_back(member);
        } else if (overrides.empty()) {
            groups_.insert(groups_.begin(), Group{overrides, slot.owner, {member}});
        } else {
            groups_.push_back(Group{overrides, slot.owner, {member}});
        }
    }

    void append_to(Layout& layout) {
        if (groups_.empty()) {
            return;
        }
        if (!layout.text.empty() && !layout.text.ends_with('\n')) {
            layout.text += '\n';
        }
        for (const Group& group : groups_) {
            change_to(group.overrides, group.owner, layout.text);
            for (const Member& member : group.members) {
                append_entry(group, member, layout);
            }
        }
        change_to({}, table_owner(input_), layout.text);
    }

private:
    struct Member {
        std::size_t index;
        const Slot* slot;
    };
    struct Group {
        cron::Environment overrides;
        std::string_view owner;
        std::vector<Member> members;
    };

    void override_if_off(const Slot& slot, std::string_view name,
                         std::optional<std::string_view> value,
                         cron::Environment& overrides) const {
        const auto stands = base_(name);
        if (stands == value) {
            return;
        }
        const auto wanted = effective(name, value, slot.owner, input_);
        const auto there = effective(name, stands, slot.owner, input_);
        if (wanted && there && wanted != there && can_be_set(name, input_)) {
            overrides.emplace(name, *wanted);
        }
    }

    void append_entry(const Group& group, const Member& member, Layout& layout) const {
        const std::string& line = exports_are_set(*member.slot, base_) ? member.slot->plain_line
                                                                       : member.slot->exported_line;
        std::string shown;
        for (const auto& [name, value] : group.overrides) {
            if (!holds_already(*member.slot, name, value)) {
                shown += assignment(name, value) + '\n';
            }
        }
        layout.given[member.index] = shown + line;
        layout.text += marker_for(member.slot->id(), line) + '\n' + line + '\n';
    }

    // True if its entry stands there, under that value: it is no news then.
    [[nodiscard]] bool holds_already(const Slot& slot, std::string_view name,
                                     const std::string& value) const {
        return slot.entry &&
               effective(name, lookup_at(reading_, reading_.entries[*slot.entry].line)(name),
                         slot.owner, input_) == value;
    }

    // The declaration is checked for values that no line can hold before it comes here; a value
    // that was read from a line can be written as one.
    [[nodiscard]] std::string assignment(const std::string& name, const std::string& value) const {
        return cron::render_assignment({name, value}, input_.flavour).value_or(name + "=\"\"");
    }

    // Lines that bring what is in force to `wanted`, and everything else that was touched back to
    // what it was for entries of that user.
    void change_to(const cron::Environment& wanted, std::string_view owner, std::string& text) {
        cron::Environment goal = wanted;
        for (const auto& [name, value] : running_) {
            goal.emplace(name, effective(name, base_(name), owner, input_).value_or(""));
        }
        cron::Environment lines;
        for (const auto& [name, value] : goal) {
            const auto now = running_.find(name);
            if (now == running_.end() || now->second != value) {
                lines.emplace(name, value);
            }
        }
        if (!lines.empty()) {
            std::string block;
            for (const auto& [name, value] : lines) {
                block += assignment(name, value) + '\n';
            }
            text +=
                cron::render_marker({"", lines.size(), short_fingerprint(block)}) + '\n' + block;
        }
        running_ = std::move(goal);
    }

    const TableInput& input_;
    const Reading& reading_;
    const Needs& needs_;
    Lookup base_;
    Lookup without_;
    std::vector<Group> groups_;
    cron::Environment running_;  // what our lines have set so far, and not what the base has
};

class Editor {
public:
    Editor(const TableInput& input, const Reading& reading, const Matching& matching, Blocks blocks)
        : input_(input),
          needs_(input),
          reading_(reading),
          matching_(matching),
          blocks_(blocks),
          edits_(reading.table.lines().size()),
          last_of_others_(last_setting_of_others()),
          appendix_(input, reading, needs_, lookup(reading.table.lines().size()),
                    foreign_lookup_at(reading, reading.table.lines().size())) {}

    Layout run(const Judgement& judgement) {
        std::vector<const Verdict*> verdicts(matching_.slots.size(), nullptr);
        for (const Verdict& verdict : judgement.verdicts) {
            if (verdict.slot) {
                verdicts[*verdict.slot] = &verdict;
            } else if (verdict.change.acts()) {
                drop_entry(reading_.entries[*verdict.entry]);
            }
        }
        for (std::size_t i = 0; i < matching_.slots.size(); ++i) {
            edit_slot(i, verdicts[i]);
        }
        drop_our_leavings(jobs_waiting(verdicts));
        Layout layout = kept_text();
        layout.given = std::move(given_);
        appendix_.append_to(layout);
        return layout;
    }

private:
    struct Edit {
        bool drop = false;
        std::string above;                       // a line to be put in, without LF
        std::optional<std::string> replacement;  // of the line, without LF
    };

    [[nodiscard]] Lookup lookup(std::size_t line) const {
        return blocks_ == Blocks::keep ? lookup_at(reading_, line)
                                       : foreign_lookup_at(reading_, line);
    }

    void drop_entry(const ReadEntry& entry) {
        edits_[entry.line].drop = true;
        if (entry.marker) {
            edits_[*entry.marker].drop = true;
        }
    }

    void edit_slot(std::size_t index, const Verdict* verdict) {
        const Slot& slot = matching_.slots[index];
        if (verdict != nullptr && !verdict->change.acts()) {
            return;
        }
        if (!slot.entry) {
            if (verdict != nullptr) {
                appendix_.add(index, slot);
            }
            return;
        }
        const ReadEntry& entry = reading_.entries[*slot.entry];
        if (verdict != nullptr && verdict->change.action == Action::remove) {
            drop_entry(entry);
        } else if (!slot.job->enabled) {
            return;
        } else if (needs_.unmet(slot, lookup(entry.line)) ||
                   (blocks_ == Blocks::keep && left_behind(slot, reading_, entry.line, input_))) {
            drop_entry(entry);
            if (blocks_ == Blocks::around && entry.line < last_of_others_) {
                enclose(index, slot, entry);
            } else {
                appendix_.add(index, slot);
            }
        } else if (verdict != nullptr) {
            put_right(index, slot, entry);
        }
    }

    void enclose(std::size_t index, const Slot& slot, const ReadEntry& entry) {
        Stretch stretch{input_, reading_, needs_, lookup(entry.line),
                        foreign_lookup_at(reading_, entry.line)};
        stretch.add(index, slot);
        Layout piece;
        stretch.append_to(piece);
        edits_[entry.line].replacement = without_newline(piece.text);
        given_.merge(piece.given);
    }

    // The last line that sets a variable and is not ours; 0 if none does.
    [[nodiscard]] std::size_t last_setting_of_others() const {
        const auto& lines = reading_.table.lines();
        std::size_t line = lines.size();
        while (line > 1 && (lines[line - 1].kind != cron::LineKind::environment ||
                            reading_.in_block(line - 1))) {
            --line;
        }
        return line == 0 ? 0 : line - 1;
    }

    void put_right(std::size_t index, const Slot& slot, const ReadEntry& entry) {
        const bool plain_will_do = exports_are_set(slot, lookup(entry.line));
        const std::string key = entry.key();
        const bool text_will_do =
            key == slot.exported_key || (key == slot.plain_key && plain_will_do);
        const std::string line = text_will_do    ? entry.text
                                 : plain_will_do ? slot.plain_line
                                                 : slot.exported_line;
        if (line != reading_.table.text_of(entry.line)) {
            edits_[entry.line].replacement = line;
        }
        if (entry.marker) {
            edits_[*entry.marker].replacement = marker_for(slot.id(), line);
        } else {
            edits_[entry.line].above = marker_for(slot.id(), line);
        }
        given_[index] = line;
    }

    // Jobs that miss an entry which is not put in now: their markers will be wanted.
    [[nodiscard]] std::set<std::string_view> jobs_waiting(
        const std::vector<const Verdict*>& verdicts) const {
        std::set<std::string_view> jobs;
        for (std::size_t i = 0; i < verdicts.size(); ++i) {
            const Slot& slot = matching_.slots[i];
            if (!slot.entry && verdicts[i] != nullptr && !verdicts[i]->change.acts()) {
                jobs.insert(slot.id());
            }
        }
        return jobs;
    }

    // Markers of ours that mark nothing any more, and, to be laid anew, our environment lines.
    void drop_our_leavings(const std::set<std::string_view>& waiting) {
        // Left standing, one could come to stand above somebody's entry as if it were its own.
        for (const std::size_t line : reading_.loose_markers) {
            edits_[line].drop = true;
        }
        for (const Leftover& leftover : matching_.leftovers) {
            const auto& marker = reading_.entries[leftover.entry].marker;
            if (marker && !waiting.contains(leftover.job) &&
                (leftover.kind == Leftover::Kind::replaced ||
                 leftover.kind == Leftover::Kind::suspected ||
                 leftover.kind == Leftover::Kind::released)) {
                edits_[*marker].drop = true;
            }
        }
        if (blocks_ != Blocks::keep) {
            for (const std::size_t line : reading_.remains) {
                edits_[line].drop = true;
            }
            for (const EnvironmentBlock& block : reading_.blocks) {
                for (std::size_t line = block.marker; block.contains(line); ++line) {
                    edits_[line].drop = true;
                }
            }
        }
    }

    [[nodiscard]] Layout kept_text() const {
        const std::vector<bool> entries = lines_of_entries();
        KeptText kept;
        for (std::size_t i = 0; i < edits_.size(); ++i) {
            const Edit& edit = edits_[i];
            if (!edit.above.empty()) {
                kept.add_ours(edit.above);
            }
            if (edit.replacement) {
                kept.add_ours(*edit.replacement);
            } else if (edit.drop) {
                kept.note_gap();
            } else {
                const bool is_mark = reading_.table.lines()[i].kind == cron::LineKind::marker;
                kept.add(reading_.table.raw(i), is_mark, entries[i]);
            }
        }
        // Whoever's the last line is: without it, crontab would take none of this.
        return kept.take(reading_.wants_final_newline());
    }

    [[nodiscard]] std::vector<bool> lines_of_entries() const {
        std::vector<bool> entries(edits_.size(), false);
        for (const ReadEntry& entry : reading_.entries) {
            entries[entry.line] = true;
        }
        return entries;
    }

    const TableInput& input_;
    const Needs needs_;
    const Reading& reading_;
    const Matching& matching_;
    Blocks blocks_;
    std::vector<Edit> edits_;
    std::size_t last_of_others_;
    Stretch appendix_;  // at the table's end
    std::map<std::size_t, std::string> given_;
};

}  // namespace

Layout lay_out(const TableInput& input, const Reading& reading, const Matching& matching,
               const Judgement& judgement, Blocks blocks) {
    return Editor{input, reading, matching, blocks}.run(judgement);
}

}  // namespace cronmend::plan
