// The program's own settings file: where things are, not what is declared.
#pragma once

#include <string>
#include <vector>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/desired/parse.hpp"

namespace cronmend::desired {

struct ProgramSettings {
    std::vector<std::string> schedules;  // files and folders with declarations; empty: not set
    std::string state_dir;               // empty: not set
    std::string crontab;                 // the crontab program; empty: not set
    std::string guard;  // the cronmend that stands in guarded entries; empty: not set
    std::string cron;   // a flavour of cron, by its word; empty: not set

    friend bool operator==(const ProgramSettings&, const ProgramSettings&) = default;
};

struct ParsedProgramSettings {
    ProgramSettings settings;  // good only if the diagnostics hold no error
    Diagnostics diagnostics;
};

// An empty file sets nothing. Unknown keys, wrong types and relative paths are errors.
[[nodiscard]] ParsedProgramSettings parse_program_settings(const SourceText& source);

}  // namespace cronmend::desired
