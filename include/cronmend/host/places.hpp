// Where cronmend's own files stand unless it is told otherwise.
#pragma once

#include <string>

#include "cronmend/base/result.hpp"

namespace cronmend::host {

struct Places {
    std::string settings;   // a file
    std::string schedules;  // a folder
    std::string state;      // a folder

    friend bool operator==(const Places&, const Places&) = default;
};

// Whose places: what default_places() finds out about this process. Empty: not set.
struct PlaceHints {
    bool root = false;
    std::string home;
    std::string config_home;  // XDG_CONFIG_HOME
    std::string state_home;   // XDG_STATE_HOME
};

// /etc/cronmend and /var/lib/cronmend for root; otherwise below the XDG folders, whose defaults are
// ~/.config and ~/.local/state. A relative XDG folder is passed over, as its specification asks.
// Error not_found if there is no home folder to put them in.
[[nodiscard]] Result<Places> places_for(const PlaceHints& hints);
[[nodiscard]] Result<Places> default_places();

// The folder with the users' crontabs: /var/spool/cron/crontabs (Debian, busybox) if it is there,
// else /var/spool/cron (cronie).
[[nodiscard]] std::string find_spool();

}  // namespace cronmend::host
