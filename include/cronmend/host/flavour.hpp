// Which cron this machine runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cronmend/cron/flavour.hpp"

namespace cronmend::host {

// What points to a cron, the strongest first.
struct FlavourFacts {
    std::optional<cron::Flavour> program;  // what the crontab program itself gives away
    std::vector<cron::Flavour> installed;  // whose daemon is there
    std::optional<cron::Flavour> running;  // whose daemon runs; asked only where several are there
};

struct FoundFlavour {
    cron::Flavour flavour = cron::Flavour::debian;
    bool known = false;  // false: nothing pointed anywhere, and Debian's is the guess
    std::string reason;  // "the program /usr/bin/crontab", "its daemon is installed"…

    friend bool operator==(const FoundFlavour&, const FoundFlavour&) = default;
};

// The crontab program decides, as it is what takes or refuses a table; then the only daemon that is
// there; then the one of several that runs. Pure.
[[nodiscard]] FoundFlavour decide_flavour(const FlavourFacts& facts);

// Looks at the program (a path; empty: there is none) and at the daemons' files below `root`
// (empty: this machine). Starts no process; a few look-ups of files, and one look at /proc where
// several daemons are installed.
[[nodiscard]] FlavourFacts gather_flavour_facts(const std::string& crontab,
                                                const std::string& root = "");

[[nodiscard]] FoundFlavour find_flavour(const std::string& crontab, const std::string& root = "");

}  // namespace cronmend::host
