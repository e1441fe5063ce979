#include "zone_data.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>
#include <string_view>

#include "cronmend/base/text.hpp"
#include "cronmend/host/files.hpp"
#include "cronmend/host/trust.hpp"
#include "cronmend/host/users.hpp"
#include "whole_file.hpp"

namespace cronmend::host {
namespace {

constexpr std::size_t kMostZoneBytes = 1u << 20;  // the largest in tzdata has 4 kB

bool is_zone_data(const std::string& bytes) {
    return bytes.starts_with("TZif");
}

bool is_utc_name(std::string_view name) {
    return name == "UTC" || name == "Etc/UTC";
}

// A name that stays inside the database.
bool is_zone_name(std::string_view name) {
    if (name.empty() || name.starts_with('/') || has_control_characters(name)) {
        return false;
    }
    std::string parts = fmt::format("/{}/", name);
    return parts.find("/../") == std::string::npos && parts.find("/./") == std::string::npos &&
           parts.find("//") == std::string::npos;
}

ZoneData utc(const ZonePlaces& places) {
    return named_zone_data("UTC", places).value_or(ZoneData{"UTC", "", "UTC"});
}

// What TZ says, as glibc reads it: a leading colon means nothing.
std::string said_by_variable(const ZonePlaces& places) {
    const std::string value = places.variable.value_or("");
    return value.starts_with(':') ? value.substr(1) : value;
}

// The file that localtime(3) opens for it.
std::string path_of_variable(const std::string& value, const ZonePlaces& places) {
    if (value.starts_with('/')) {
        return value;
    }
    const std::string folder = places.folder.value_or("");
    return (folder.empty() ? places.database : folder) + "/" + value;
}

// A path may be absolute, and what names no file is a POSIX rule, which has no name in the
// database.
Result<ZoneData> zone_of_variable(const ZonePlaces& places) {
    const std::string value = said_by_variable(places);
    if (value.empty() || value == "UTC0") {
        return utc(places);
    }
    if (auto fit = check_zone_variable(places); !fit) {
        return unexpected(fit.error());
    }
    const std::string path = path_of_variable(value, places);
    auto bytes = read_file(path, kMostZoneBytes);
    if (bytes && is_zone_data(*bytes)) {
        return ZoneData{value, path, std::move(bytes).value()};
    }
    return is_utc_name(value) ? ZoneData{"UTC", "", "UTC"} : ZoneData{"", "", value};
}

// The name that the link /etc/localtime stands for; empty if it is no link or leads elsewhere.
std::string linked_name(const std::string& local) {
    std::error_code error;
    const std::string target = std::filesystem::read_symlink(local, error).string();
    constexpr std::string_view kDatabase = "/zoneinfo/";
    const std::size_t start = target.find(kDatabase);
    return error || start == std::string::npos ? "" : target.substr(start + kDatabase.size());
}

}  // namespace

// UTC needs no database: where there is none, its name stands for it.
Result<ZoneData> named_zone_data(const std::string& name, const ZonePlaces& places) {
    if (!is_zone_name(name)) {
        return unexpected(ErrorCode::invalid_input,
                          fmt::format("\"{}\" is not the name of a time zone", printable(name)),
                          "give a name such as Europe/Berlin");
    }
    const std::string path = places.database + "/" + name;
    auto bytes = read_file(path, kMostZoneBytes);
    if (bytes && is_zone_data(*bytes)) {
        return ZoneData{name, path, std::move(bytes).value()};
    }
    if (is_utc_name(name)) {
        return ZoneData{name, "", "UTC"};
    }
    return unexpected(ErrorCode::not_found,
                      fmt::format("there is no time zone \"{}\" on this host", printable(name)),
                      "see `timedatectl list-timezones` for the names");
}

Result<void> check_zone_variable(const ZonePlaces& places) {
    constexpr std::string_view kMend = "unset TZ, or have it name a zone such as Europe/Berlin";
    const std::string value = said_by_variable(places);
    const std::string path = path_of_variable(value, places);
    struct stat facts {};
    if (value.empty() || ::stat(path.c_str(), &facts) != 0) {
        return {};  // localtime(3) finds as little
    }
    if (!S_ISREG(facts.st_mode)) {
        return unexpected(ErrorCode::unreadable,
                          fmt::format("TZ names {}, which is {}, not the data of a time zone",
                                      printable(path), kind_of(facts.st_mode)),
                          std::string{kMend});
    }
    const bool of_the_database = is_zone_name(value) && path.starts_with(places.database + "/");
    if (is_root() && !of_the_database) {
        if (auto trusted = check_trusted(path, places.database); !trusted) {
            return unexpected(trusted.error().code, "TZ: " + trusted.error().message,
                              std::string{kMend});
        }
    }
    return {};
}

Result<ZoneData> host_zone_data(const ZonePlaces& places) {
    if (places.variable) {
        return zone_of_variable(places);
    }
    auto bytes = read_file(places.local, kMostZoneBytes);
    if (!bytes && bytes.error().code == ErrorCode::not_found) {
        return utc(places);
    }
    if (!bytes) {
        return unexpected(bytes.error());
    }
    return ZoneData{linked_name(places.local), places.local, std::move(bytes).value()};
}

}  // namespace cronmend::host
