#include "zone_data.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>

#include "cronmend/base/text.hpp"
#include "cronmend/host/files.hpp"

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

// As glibc reads TZ: a leading colon means nothing, a path may be absolute, and what names no file
// is a POSIX rule, which has no name in the database.
ZoneData zone_of_variable(std::string value, const ZonePlaces& places) {
    if (value.starts_with(':')) {
        value.erase(0, 1);
    }
    if (value.empty() || value == "UTC0") {
        return utc(places);
    }
    const std::string path = value.starts_with('/') ? value : places.database + "/" + value;
    auto bytes = read_file(path, kMostZoneBytes);
    if (bytes && is_zone_data(*bytes)) {
        return {value, path, std::move(bytes).value()};
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

Result<ZoneData> host_zone_data(const ZonePlaces& places) {
    if (places.variable) {
        return zone_of_variable(*places.variable, places);
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
