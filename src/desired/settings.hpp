// What a job can say for itself or take from `defaults`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cronmend/cron/environment.hpp"
#include "cronmend/desired/desired_state.hpp"
#include "map_reader.hpp"

namespace cronmend::desired {

struct Settings {
    std::optional<std::string> user, target;
    cron::Environment environment;
    std::optional<Severity> severity;
    std::optional<std::string> category, system, runbook;
    std::optional<Mode> mode;
    std::optional<bool> enabled, track;
    std::optional<CatchUp> catch_up;
};

[[nodiscard]] Settings read_settings(const YamlDocument& document, const MapReader& map,
                                     cron::Flavour flavour, FileReport& report);

// Puts what is set over what the job has; variables are added to the job's.
void apply_settings(const Settings& settings, Job& job);

}  // namespace cronmend::desired
