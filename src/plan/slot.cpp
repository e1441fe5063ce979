#include "slot.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/command.hpp"

namespace cronmend::plan {
namespace {

// The command as it stands in a crontab, without exported variables.
std::string command_text(const desired::Job& job, cron::Flavour flavour) {
    std::string command{trim_blanks(job.command)};
    if (job.raw) {
        return command;
    }
    return cron::encode_command({command, job.standard_input}, flavour);
}

// The entries applied last, by job and index.
class AppliedIndex {
public:
    explicit AppliedIndex(const std::vector<AppliedEntry>& applied) {
        for (const AppliedEntry& entry : applied) {
            entries_.emplace(std::pair{std::string_view{entry.job}, entry.index}, &entry);
        }
    }

    [[nodiscard]] bool knows(const desired::Job& job) const {
        const auto first = entries_.lower_bound({job.id, 0});
        return first != entries_.end() && first->first.first == job.id;
    }

    [[nodiscard]] const AppliedEntry* find(const desired::Job& job, std::size_t index) const {
        const auto found = entries_.find({job.id, index});
        if (found != entries_.end()) {
            return found->second;
        }
        const auto renamed = entries_.find({job.renamed_from, index});
        return renamed == entries_.end() ? nullptr : renamed->second;
    }

private:
    std::map<std::pair<std::string_view, std::size_t>, const AppliedEntry*> entries_;
};

// `user`: empty in a user's table.
std::string line_of(std::string_view times, std::string_view user, std::string_view command) {
    std::string line;
    line.reserve(times.size() + user.size() + command.size() + 2);
    line.append(times).append(1, ' ');
    if (!user.empty()) {
        line.append(user).append(1, ' ');
    }
    return line.append(command);
}

Result<Slot> make_slot(const TableInput& input, const AppliedIndex& applied,
                       const desired::Job& job, WantedEntry wanted) {
    Slot slot;
    slot.job = &job;
    const bool system = input.form == cron::TableForm::system;
    slot.owner = system ? job.user : input.user;
    slot.wanted = std::move(wanted);
    slot.last = applied.find(job, slot.index());
    slot.job_was_applied = applied.knows(job);
    for (const auto& [name, value] : job.environment) {
        if (!cron::is_restorable(name, input.flavour)) {
            slot.exports.emplace(name, value);
        }
    }
    if (job.environment.contains("HOME") && !input.homes.contains(slot.owner)) {
        return unexpected(ErrorCode::unsupported,
                          "job " + job.id +
                              ": HOME cannot be set for it alone: the home folder of " +
                              std::string{slot.owner} + ", to go back to, is not known",
                          "set HOME in the command instead");
    }
    std::string plain = command_text(job, input.flavour);
    if (slot.wanted.guard) {
        plain = guarded_command(plain, *slot.wanted.guard, input.zoning->program, input.flavour);
    }
    const std::string exported =
        slot.exports.empty()
            ? plain
            : cron::encode_command({cron::with_exports(slot.exports, ""), std::nullopt},
                                   input.flavour) +
                  plain;
    const std::string_view named = system ? slot.owner : std::string_view{};
    slot.plain_line = line_of(slot.wanted.text, named, plain);
    slot.exported_line = line_of(slot.wanted.text, named, exported);
    const std::string when = start_key(slot.wanted.schedule, named) + '\n';
    slot.plain_key = when + command_key(plain, input.flavour);
    slot.exported_key =
        slot.exports.empty() ? slot.plain_key : when + command_key(exported, input.flavour);
    return slot;
}

}  // namespace

Result<std::vector<Slot>> make_slots(const TableInput& input) {
    const AppliedIndex applied{input.last_applied};
    Zoner zoner{input};
    std::vector<Slot> slots;
    slots.reserve(input.jobs.size());
    for (const desired::Job& job : input.jobs) {
        if (job.mode == desired::Mode::off) {
            continue;
        }
        auto entries = zoner.entries_of(job);
        if (!entries) {
            return unexpected(entries.error());
        }
        for (WantedEntry& entry : *entries) {
            auto slot = make_slot(input, applied, job, std::move(entry));
            if (!slot) {
                return unexpected(slot.error());
            }
            slots.push_back(std::move(*slot));
        }
    }
    return slots;
}

Result<void> check_lines(const TableInput& input, const Reading& reading,
                         const std::vector<Slot>& slots) {
    for (const Slot& slot : slots) {
        const ReadEntry* const stands = slot.entry ? &reading.entries[*slot.entry] : nullptr;
        if (stands != nullptr && !stands->disabled && stands->text == slot.exported_line) {
            continue;  // nearly always
        }
        if (const auto entry = cron::parse_entry(slot.exported_line, input.flavour, input.form);
            !entry) {
            const std::string guard = slot.wanted.guard ? ", with the guard for its time zone" : "";
            return unexpected(ErrorCode::invalid_input,
                              "job " + slot.id() + ": crontab would refuse its entry" + guard +
                                  ": " + entry.error().message,
                              entry.error().mend);
        }
    }
    return {};
}

std::string_view table_owner(const TableInput& input) {
    return input.form == cron::TableForm::system ? std::string_view{"root"} : input.user;
}

std::optional<std::string> effective(std::string_view name, std::optional<std::string_view> value,
                                     std::string_view owner, const TableInput& input) {
    if (value) {
        return std::string{*value};
    }
    if (name == "CRON_TZ" && names_zones(input)) {
        return "";
    }
    if (name == "HOME") {
        const auto home = input.homes.find(owner);
        return home == input.homes.end() ? std::nullopt : std::optional{home->second};
    }
    return cron::default_value(name, owner);
}

bool can_be_set(std::string_view name, const TableInput& input) {
    return cron::is_restorable(name, input.flavour) || (name == "CRON_TZ" && names_zones(input));
}

std::vector<std::string_view> given_up_by(const Slot& slot) {
    std::vector<std::string_view> names;
    if (slot.last != nullptr) {
        std::copy_if(
            slot.last->declared.begin(), slot.last->declared.end(), std::back_inserter(names),
            [&](const std::string& name) { return !slot.job->environment.contains(name); });
    }
    return names;
}

Needs::Needs(const TableInput& input) : input_(input) {
    for (const std::string_view name : cron::significant_variables(input.flavour)) {
        if (name == "HOME" || !cron::is_restorable(name, input.flavour) ||
            effective(name, std::nullopt, table_owner(input), input)) {
            kept_.push_back(name);
        }
    }
}

// Without a default there is no way back: HOME where the user's home is not known.
bool Needs::can_be_kept(std::string_view name, std::string_view owner) const {
    return name != "HOME" || input_.homes.contains(owner) ||
           !cron::is_restorable(name, input_.flavour);
}

// Until one is the last. Every entry of every pass comes through here: nothing is put together.
template <class Visit>
void Needs::visit(const Slot& slot, const Visit& is_last) const {
    const cron::Environment& declared = slot.job->environment;
    const std::optional<std::string>& zone = slot.wanted.cron_tz;
    if (zone && is_last(Need{"CRON_TZ", *zone, true})) {
        return;
    }
    for (const auto& [name, value] : declared) {
        if (cron::is_restorable(name, input_.flavour) && is_last(Need{name, value, true})) {
            return;
        }
    }
    if (slot.last == nullptr) {
        return;
    }
    const auto value_in = [](const cron::Environment& environment, std::string_view name) {
        const auto found =
            environment.empty() ? environment.end() : environment.find(std::string{name});
        return found == environment.end() ? std::nullopt
                                          : std::optional<std::string_view>{found->second};
    };
    for (const std::string_view name : kept_) {
        const bool is_declared = value_in(declared, name) || (zone && name == "CRON_TZ");
        const auto& was_declared = slot.last->declared;
        const bool is_given_up =
            std::find(was_declared.begin(), was_declared.end(), name) != was_declared.end();
        if (!is_declared && !is_given_up && can_be_kept(name, slot.owner) &&
            is_last(Need{name, value_in(slot.last->environment, name), false})) {
            return;
        }
    }
}

std::vector<Need> Needs::of(const Slot& slot) const {
    std::vector<Need> needs;
    visit(slot, [&](const Need& need) {
        needs.push_back(need);
        return false;
    });
    return needs;
}

std::optional<Need> Needs::unmet(const Slot& slot, const Lookup& lookup) const {
    std::optional<Need> first;
    visit(slot, [&](const Need& need) {
        const auto there = lookup(need.name);
        if (there != need.value && effective(need.name, there, slot.owner, input_) !=
                                       effective(need.name, need.value, slot.owner, input_)) {
            first = need;
        }
        return first.has_value();
    });
    return first;
}

std::optional<std::string_view> left_behind(const Slot& slot, const Reading& reading,
                                            std::size_t line, const TableInput& input) {
    for (const std::string_view name : given_up_by(slot)) {
        const auto set = reading.table.assignment_line_at(line, name);
        if (!set || !reading.in_block(*set)) {
            continue;
        }
        const auto without = foreign_lookup_at(reading, line)(name);
        if (effective(name, without, slot.owner, input) != reading.table.value_at(line, name)) {
            return name;
        }
    }
    return std::nullopt;
}

bool exports_are_set(const Slot& slot, const Lookup& lookup) {
    return std::all_of(slot.exports.begin(), slot.exports.end(), [&](const auto& variable) {
        return lookup(variable.first) == variable.second;
    });
}

Lookup lookup_at(const Reading& reading, std::size_t line) {
    return [&reading, line](std::string_view name) { return reading.table.value_at(line, name); };
}

Lookup foreign_lookup_at(const Reading& reading, std::size_t line) {
    return [&reading, line](std::string_view name) -> std::optional<std::string_view> {
        std::size_t below = line;
        while (const auto set = reading.table.assignment_line_at(below, name)) {
            if (!reading.in_block(*set)) {
                return reading.table.value_at(below, name);
            }
            below = *set;
        }
        return std::nullopt;
    };
}

}  // namespace cronmend::plan
