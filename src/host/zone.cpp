#include "cronmend/host/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include "cronmend/base/text.hpp"
#include "zone_data.hpp"
#include "zone_periods.hpp"

namespace cronmend::host {
namespace {

// The file itself, behind links and in absolute terms: what is loaded is remembered by its path.
std::string real_path(const std::string& path) {
    std::error_code error;
    const auto real = std::filesystem::canonical(path, error);
    return error ? path : real.string();
}

Result<cron::Zone> zone_of(const ZoneData& data) {
    auto periods = periods_of_file(real_path(data.path));
    if (!periods) {
        return unexpected(periods.error());
    }
    return cron::Zone{data.name.empty() ? "localtime" : data.name, std::move(periods).value()};
}

// Takes the front of `text` that begins a rule: <+0330>-3:30, CET-1. True if it did.
bool take_rule_part(std::string_view& text, bool wants_offset) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    constexpr std::string_view kDigits = "0123456789";
    const bool quoted = text.starts_with('<');
    const std::size_t close = quoted ? text.find('>') : std::string_view::npos;
    const std::size_t length = quoted ? (close == std::string_view::npos ? 0 : close + 1)
                                      : std::min(text.find_first_not_of(kLetters), text.size());
    if (length < 3) {
        return false;
    }
    text.remove_prefix(length);
    const std::size_t sign = text.starts_with('+') || text.starts_with('-') ? 1 : 0;
    const bool offset = sign < text.size() && kDigits.find(text[sign]) != std::string_view::npos;
    if (offset) {
        text.remove_prefix(std::min(text.find_first_not_of("0123456789:", sign), text.size()));
    }
    return offset || (!wants_offset && sign == 0);
}

// As tzset(3) has it: CET-1CEST,M3.5.0,M10.5.0/3. What it does not know it takes for UTC.
bool is_posix_rule(std::string_view text) {
    if (!take_rule_part(text, true)) {
        return false;
    }
    return text.empty() || (take_rule_part(text, false) &&
                            (text.empty() || (text.starts_with(',') &&
                                              text.find_first_not_of("MJ0123456789.,/:+-") ==
                                                  std::string_view::npos)));
}

// What localtime(3) makes of a TZ that is no file.
Result<cron::Zone> zone_of_rule(const std::string& text, const ZonePlaces& places) {
    if (!is_posix_rule(text)) {
        return unexpected(
            ErrorCode::not_found,
            fmt::format("TZ=\"{}\" names no zone of this host, and is no rule such as "
                        "CET-1CEST,M3.5.0,M10.5.0/3",
                        printable(text)),
            "unset TZ, or have it name a zone such as Europe/Berlin");
    }
    const char* ours = std::getenv("TZ");
    if (ours == nullptr || places.variable != ours) {
        return unexpected(
            ErrorCode::unsupported,
            fmt::format("TZ=\"{}\" names no zone of the database, and its rule cannot be read here",
                        printable(text)),
            "name a zone such as Europe/Berlin");
    }
    return cron::Zone{text, periods_of_process()};
}

// Abbreviations do not matter, nor does what the first period begins with.
bool same_clock(const std::vector<cron::ZonePeriod>& a, const std::vector<cron::ZonePeriod>& b) {
    if (a.size() != b.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i].utc_offset != b[i].utc_offset || (i > 0 && a[i].begin != b[i].begin)) {
            return false;
        }
    }
    return true;
}

}  // namespace

ZonePlaces zone_places() {
    ZonePlaces places;
    if (const char* variable = std::getenv("TZ")) {
        places.variable = variable;
    }
    if (const char* folder = std::getenv("TZDIR")) {
        places.folder = folder;
    }
    return places;
}

Result<bool> is_host_zone(const std::string& name, const ZonePlaces& places) {
    const auto wanted = named_zone_data(name, places);
    if (!wanted) {
        return unexpected(wanted.error());
    }
    const auto host = host_zone_data(places);
    if (!host) {
        return unexpected(host.error());
    }
    return host->name == name || host->bytes == wanted->bytes;
}

Result<bool> is_host_zone(const std::string& name) {
    return is_host_zone(name, zone_places());
}

Result<cron::Zone> load_zone(const std::string& name, const ZonePlaces& places) {
    const auto data = named_zone_data(name, places);
    if (!data) {
        return unexpected(data.error());
    }
    return data->path.empty() ? cron::Zone{} : zone_of(*data);
}

Result<cron::Zone> load_zone(const std::string& name) {
    return load_zone(name, ZonePlaces{});
}

Result<cron::Zone> local_zone(const ZonePlaces& places) {
    const auto data = host_zone_data(places);
    if (!data) {
        return unexpected(data.error());
    }
    if (!data->path.empty()) {
        return zone_of(*data);
    }
    return data->name == "UTC" ? cron::Zone{} : zone_of_rule(data->bytes, places);
}

Result<cron::Zone> local_zone() {
    return local_zone(zone_places());
}

std::optional<ZoneConflict> zone_conflict(const ZonePlaces& places) {
    if (!places.variable) {
        return std::nullopt;
    }
    ZonePlaces without = places;
    without.variable.reset();
    const auto ours = local_zone(places);
    const auto hosts = local_zone(without);
    if (!ours || !hosts || same_clock(ours->periods(), hosts->periods())) {
        return std::nullopt;
    }
    return ZoneConflict{ours->name(), hosts->name()};
}

std::optional<ZoneConflict> zone_conflict() {
    return zone_conflict(zone_places());
}

}  // namespace cronmend::host
