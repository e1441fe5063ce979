// The variables of a job, and how each gets to it: by an environment line of the crontab, or by
// `export` in the command.
#pragma once

#include <string_view>

#include "cronmend/cron/environment.hpp"
#include "map_reader.hpp"

namespace cronmend::desired {

// The variables that can be set; those that cannot are reported and left out.
[[nodiscard]] cron::Environment read_environment(const YamlDocument& document, const Field& field,
                                                 cron::Flavour flavour, FileReport& report);

// The variables that cron does not act on: they are set by `export` in the command.
[[nodiscard]] cron::Environment exported_variables(const cron::Environment& environment,
                                                   cron::Flavour flavour);

}  // namespace cronmend::desired
