#include "new_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cronmend/cron/command.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/guard.hpp"

namespace cronmend::plan {
namespace {

std::optional<cron::GuardedCommand> guarded_in(const std::string& line, const TableInput& input) {
    const auto entry = cron::parse_entry(line, input.flavour, input.form);
    return entry ? cron::parse_guarded(cron::decode_command(entry->command, input.flavour).shell)
                 : std::nullopt;
}

// What a line comes to under a cron; nothing where that refuses it.
struct Effect {
    std::string times;
    cron::DecodedCommand command;

    friend bool operator==(const Effect&, const Effect&) = default;
};

std::optional<Effect> effect_of(const std::string& line, cron::Flavour flavour,
                                cron::TableForm form) {
    const auto entry = cron::parse_entry(line, flavour, form);
    if (!entry) {
        return std::nullopt;
    }
    return Effect{cron::meaning_key(entry->schedule),
                  cron::decode_command(entry->command, flavour)};
}

// True if the line says to another cron what is wanted of this one.
bool is_for_another_cron(const Slot& slot, const std::string& line, const TableInput& input) {
    const auto wanted = [&](const std::string& text) {
        return effect_of(text, input.flavour, input.form);
    };
    return std::any_of(cron::kFlavours.begin(), cron::kFlavours.end(), [&](cron::Flavour other) {
        const auto effect =
            other == input.flavour ? std::nullopt : effect_of(line, other, input.form);
        return effect &&
               (effect == wanted(slot.plain_line) || effect == wanted(slot.exported_line));
    });
}

}  // namespace

std::string reason_of_new_line(const Slot& slot, const std::string& before,
                               const TableInput& input) {
    const cron::Flavour flavour = input.flavour;
    if (is_for_another_cron(slot, before, input)) {
        return fmt::format("written for another cron: {} reads that line otherwise",
                           cron::program_of(flavour));
    }
    if (slot.job->timezone.empty()) {
        return "the declaration changed";
    }
    const auto was = guarded_in(before, input);
    const auto is = guarded_in(slot.plain_line, input);
    if (was && !is && cron::honours_cron_tz(flavour)) {
        return fmt::format("written for another cron: {} is told of time zones by CRON_TZ",
                           cron::program_of(flavour));
    }
    if (!was || !is) {
        return "the declaration, the host's time zone or its cron changed";
    }
    if (was->guard.zone != is->guard.zone || was->guard.schedule != is->guard.schedule ||
        was->command != is->command || was->exports != is->exports) {
        return "the declaration changed";
    }
    return was->program != is->program ? "cronmend is now at " + is->program
                                       : "the host's time zone, or its rules, changed";
}

std::optional<std::string> reason_of_surplus(const desired::Job& job, const std::string& line,
                                             const TableInput& input) {
    const auto was = guarded_in(line, input);
    const bool declared =
        was && was->guard.zone == job.timezone &&
        std::any_of(job.schedules.begin(), job.schedules.end(),
                    [&](const auto& one) { return one.text == was->guard.schedule; });
    if (!declared) {
        return std::nullopt;
    }
    if (cron::honours_cron_tz(input.flavour)) {
        return fmt::format("needed no more: {} is told of time zones by CRON_TZ",
                           cron::program_of(input.flavour));
    }
    return "needed no more: the host's time zone, or its rules, changed";
}

}  // namespace cronmend::plan
