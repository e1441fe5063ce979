// What a job's schedules come down to in the host's time: the entries that a table is to have.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cronmend/cron/guard.hpp"
#include "cronmend/cron/translation.hpp"
#include "cronmend/plan/plan.hpp"

namespace cronmend::plan {

struct WantedEntry {
    // Which entry of the job: the first of each schedule has the schedule's number.
    std::size_t index = 0;
    const desired::DeclaredSchedule* declared = nullptr;
    std::string text;  // the schedule in the table
    cron::Schedule schedule;
    std::optional<cron::Guard> guard;
    std::string zone_words;  // "at 0 1 * * * here (UTC) while that zone is at +02:00"; may be empty
    // What CRON_TZ must be for it where cron honours that: empty for the host's zone; nothing where
    // it does not matter.
    std::optional<std::string> cron_tz;
};

// True if the zone of an entry stands above it, by CRON_TZ.
[[nodiscard]] bool names_zones(const TableInput& input);

// Keeps what it finds out about a zone, for the next job that names it. The input must outlive it.
class Zoner {
public:
    explicit Zoner(const TableInput& input) : input_(input) {}

    // Error unsupported where a schedule cannot be kept on this host, with the reason.
    [[nodiscard]] Result<std::vector<WantedEntry>> entries_of(const desired::Job& job);

private:
    // Nothing if the job's times are the host's.
    [[nodiscard]] const cron::ZonePair* zones_of(const desired::Job& job);
    [[nodiscard]] Result<void> add_translated(const desired::Job& job, std::size_t schedule,
                                              const cron::ZonePair& zones,
                                              std::vector<WantedEntry>& entries) const;

    const TableInput& input_;
    std::map<std::string, cron::ZonePair> pairs_;
};

// The command behind its guard, as a table's text for that cron; `command` is one too.
[[nodiscard]] std::string guarded_command(const std::string& command, const cron::Guard& guard,
                                          const std::string& program, cron::Flavour flavour);

}  // namespace cronmend::plan
