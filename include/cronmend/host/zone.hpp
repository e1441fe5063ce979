// The host's time zone, and the zones of its tz database as values.
#pragma once

#include <optional>
#include <string>

#include "cronmend/base/result.hpp"
#include "cronmend/cron/zone.hpp"

namespace cronmend::host {

// Where the zone's facts come from, for tests; the default is this machine.
struct ZonePlaces {
    std::optional<std::string> variable;  // the value of TZ; set but empty means UTC
    std::string local = "/etc/localtime";
    std::string database = "/usr/share/zoneinfo";
    // The value of TZDIR: where localtime(3) looks for what TZ names, if not in the database.
    std::optional<std::string> folder = {};
};

// This machine's, with the TZ of this process.
[[nodiscard]] ZonePlaces zone_places();

// Nothing if localtime(3) may be asked for the zone that TZ says. It opens whatever TZ names, and
// waits at a FIFO for ever: error unreadable for what is there and no file. Error untrusted for
// root, if the file is none of the database, and somebody else can change it.
[[nodiscard]] Result<void> check_zone_variable(const ZonePlaces& places);

// True if the named zone has the host's rules: it is the host's zone by name, or its data in the
// tz database are the same bytes. The host's zone is TZ if that is set, else /etc/localtime, else
// UTC. Error invalid_input for a name that leads out of the database, not_found for a zone that the
// database does not have; those of check_zone_variable().
[[nodiscard]] Result<bool> is_host_zone(const std::string& name);
[[nodiscard]] Result<bool> is_host_zone(const std::string& name, const ZonePlaces& places);

// The zone of that name, with every period from 1970 to cron::kZoneHorizon: what the database says
// year by year, and from there on its rule. The same as localtime(3) says, which cron goes by.
// Takes some 0.3 ms the first time; a process reads a zone's data once. Errors as above; corrupt
// for data that cannot be read as a zone (those of right/, which count leap seconds, among them).
[[nodiscard]] Result<cron::Zone> load_zone(const std::string& name);
[[nodiscard]] Result<cron::Zone> load_zone(const std::string& name, const ZonePlaces& places);

// The zone that the host goes by, as is_host_zone() finds it. Its name is the database's where that
// is known (a TZ, or the link /etc/localtime), else "localtime", or TZ's own text if that is a rule
// such as CET-1CEST,M3.5.0,M10.5.0/3; such a rule, or a word that is no zone, means what
// localtime(3) makes of it. Error unreadable or corrupt; unsupported for a rule that is not the TZ
// of this process; those of check_zone_variable().
[[nodiscard]] Result<cron::Zone> local_zone();
[[nodiscard]] Result<cron::Zone> local_zone(const ZonePlaces& places);

// The zones that this process and the host go by.
struct ZoneConflict {
    std::string ours;   // of TZ
    std::string hosts;  // of /etc/localtime
};

// What TZ and /etc/localtime stand for where that is not the same rules: cron is started without
// the TZ of somebody's shell. Nothing where they agree, TZ is not set, or one cannot be read.
[[nodiscard]] std::optional<ZoneConflict> zone_conflict();
[[nodiscard]] std::optional<ZoneConflict> zone_conflict(const ZonePlaces& places);

}  // namespace cronmend::host
