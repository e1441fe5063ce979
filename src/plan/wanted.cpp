#include "wanted.hpp"

#include <fmt/format.h>

#include <utility>

#include "cronmend/cron/command.hpp"
#include "cronmend/cron/schedule_text.hpp"

namespace cronmend::plan {
namespace {

// As the guard shall read it: the declared text, unless Debian's cron reads that in another way.
std::string text_for_guard(const desired::DeclaredSchedule& declared) {
    const auto read = cron::parse_schedule(declared.text);
    if (read && cron::same_meaning(*read, declared.schedule)) {
        return declared.text;
    }
    return cron::write_schedule(declared.schedule, cron::Flavour::debian, cron::Wildcard::keep)
        .value_or(declared.text);
}

std::string words_of(const cron::HostEntry& entry, const cron::Translation& translation,
                     const cron::ZonePair& zones) {
    using Kind = cron::Translation::Kind;
    if (translation.kind == Kind::same) {
        return {};
    }
    std::string words = fmt::format("{} here ({})", entry.text, zones.host().name());
    if (translation.kind == Kind::guarded) {
        words += fmt::format(", guarded: while {} is at {}{}", zones.declared().name(),
                             zones.host_moves() ? zones.host().name() : "UTC",
                             cron::format_offset(entry.ahead));
    }
    return words;
}

}  // namespace

bool names_zones(const TableInput& input) {
    return cron::honours_cron_tz(input.flavour);
}

const cron::ZonePair* Zoner::zones_of(const desired::Job& job) {
    if (job.timezone.empty() || !input_.zoning) {
        return nullptr;
    }
    const auto zone = input_.zoning->others.find(job.timezone);
    if (zone == input_.zoning->others.end()) {
        return nullptr;
    }
    const auto known = pairs_.find(job.timezone);
    if (known != pairs_.end()) {
        return &known->second;
    }
    const cron::ZonePair pair{zone->second, input_.zoning->host, input_.zoning->from};
    return &pairs_.emplace(job.timezone, pair).first->second;
}

Result<std::vector<WantedEntry>> Zoner::entries_of(const desired::Job& job) {
    const cron::ZonePair* zones = zones_of(job);
    const bool by_name = names_zones(input_);
    std::vector<WantedEntry> entries;
    for (std::size_t i = 0; i < job.schedules.size(); ++i) {
        const desired::DeclaredSchedule& declared = job.schedules[i];
        if (zones != nullptr && !by_name) {
            if (auto added = add_translated(job, i, *zones, entries); !added) {
                return unexpected(added.error());
            }
            continue;
        }
        WantedEntry entry;
        entry.index = i;
        entry.declared = &declared;
        entry.text = declared.text;
        entry.schedule = declared.schedule;
        if (by_name && !declared.schedule.reboot) {
            entry.cron_tz = zones != nullptr ? job.timezone : "";
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

Result<void> Zoner::add_translated(const desired::Job& job, std::size_t schedule,
                                   const cron::ZonePair& zones,
                                   std::vector<WantedEntry>& entries) const {
    const desired::DeclaredSchedule& declared = job.schedules[schedule];
    const auto translation =
        cron::translate(declared.text, declared.schedule, zones, input_.flavour);
    if (!translation) {
        Error error = translation.error();
        error.message = fmt::format("job {}: {}", job.id, error.message);
        return unexpected(std::move(error));
    }
    if (translation->kind == cron::Translation::Kind::guarded && zones.host_moves() &&
        !input_.zoning->host_is_named) {
        return unexpected(
            ErrorCode::unsupported,
            fmt::format(
                "job {}: \"{}\" in {} needs a guard, and for that the host's time zone must "
                "have a name",
                job.id, declared.text, job.timezone),
            "set the host's zone by a name of the tz database, as timedatectl does");
    }
    std::size_t index = schedule;
    for (const cron::HostEntry& host : translation->entries) {
        WantedEntry entry;
        entry.index = index;
        entry.declared = &declared;
        entry.text = host.text;
        // As the text will be read: it may say the same in other flags.
        entry.schedule =
            cron::parse_schedule(host.text, input_.flavour).value_or(cron::Schedule{host.schedule});
        entry.zone_words = words_of(host, *translation, zones);
        if (translation->kind == cron::Translation::Kind::guarded) {
            entry.guard = cron::Guard{job.timezone, text_for_guard(declared), host.ahead,
                                      zones.host_moves() ? zones.host().name() : "", host.grace};
        }
        entries.push_back(std::move(entry));
        index += job.schedules.size();
    }
    return {};
}

std::string guarded_command(const std::string& command, const cron::Guard& guard,
                            const std::string& program, cron::Flavour flavour) {
    cron::DecodedCommand decoded = cron::decode_command(command, flavour);
    decoded.shell = cron::render_guarded({"", program, guard, decoded.shell});
    return cron::encode_command(decoded, flavour);
}

}  // namespace cronmend::plan
