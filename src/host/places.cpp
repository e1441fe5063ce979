#include "cronmend/host/places.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "cronmend/host/users.hpp"

namespace cronmend::host {
namespace {

std::string from_environment(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

// The XDG folder if it is set and absolute, else its default below the home folder.
std::string folder_or(const std::string& given, const std::string& home, const char* below) {
    if (given.starts_with('/')) {
        return given + "/cronmend";
    }
    return home.starts_with('/') ? home + below + "/cronmend" : std::string{};
}

}  // namespace

Result<Places> places_for(const PlaceHints& hints) {
    if (hints.root) {
        return Places{"/etc/cronmend/cronmend.yaml", "/etc/cronmend/schedules",
                      "/var/lib/cronmend"};
    }
    const std::string config = folder_or(hints.config_home, hints.home, "/.config");
    const std::string state = folder_or(hints.state_home, hints.home, "/.local/state");
    if (config.empty() || state.empty()) {
        return unexpected(ErrorCode::not_found, "this user has no home folder to keep files in",
                          "set XDG_CONFIG_HOME and XDG_STATE_HOME, or name the places with "
                          "--config, --file and --state-dir");
    }
    return Places{config + "/cronmend.yaml", config + "/schedules", state};
}

Result<Places> default_places() {
    PlaceHints hints{is_root(), from_environment("HOME"), from_environment("XDG_CONFIG_HOME"),
                     from_environment("XDG_STATE_HOME")};
    if (!hints.root && hints.home.empty()) {
        if (const auto user = find_user(::geteuid())) {
            hints.home = user->home;
        }
    }
    return places_for(hints);
}

std::string find_spool() {
    struct stat facts {};
    const char* debian = "/var/spool/cron/crontabs";
    return ::stat(debian, &facts) == 0 && S_ISDIR(facts.st_mode) ? debian : "/var/spool/cron";
}

}  // namespace cronmend::host
