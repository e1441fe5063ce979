#include "zoning.hpp"

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <chrono>
#include <set>
#include <string>
#include <utility>

#include "cronmend/base/text.hpp"
#include "cronmend/host/trust.hpp"
#include "cronmend/host/zone.hpp"
#include "daemon.hpp"
#include "log.hpp"

namespace cronmend::cli {
namespace {

// The program that runs here is the one that is to stand in the table.
Result<std::string> own_path() {
    boost::system::error_code problem;
    const auto path = boost::filesystem::read_symlink("/proc/self/exe", problem);
    if (problem || !boost::filesystem::exists(path, problem)) {
        return unexpected(ErrorCode::not_found, "where cronmend is installed cannot be told",
                          "say so with `guard:` in the settings file");
    }
    return path.string();
}

Result<void> add_zone(const std::string& name, plan::Zoning& zoning) {
    const auto same = host::is_host_zone(name);
    if (!same) {
        return unexpected(same.error());
    }
    if (*same) {
        return {};
    }
    auto zone = host::load_zone(name);
    if (!zone) {
        return unexpected(zone.error());
    }
    zoning.others.emplace(name, std::move(*zone));
    return {};
}

// It will run as whoever owns the table, root included, each time an entry is due. Whether that
// user can start it is looked at for each table: see guard_obstacles(). Where nothing stands,
// somebody else must not be able to put something.
Result<void> check_guard(const std::string& program, const Setup& setup) {
    auto trusted = host::find_trusted_place(program, "/usr/local/bin");
    if (setup.root && !trusted && trusted.error().code != ErrorCode::not_found) {
        Error error = trusted.error();
        error.message = "the guard of entries in another time zone: " + error.message;
        error.mend =
            "install cronmend where only root can change it, or name such a one with `guard:` in "
            "the settings file";
        return unexpected(std::move(error));
    }
    return {};
}

// What a plan must know beside the zones.
Result<std::shared_ptr<const plan::Zoning>> complete(plan::Zoning zoning, const Setup& setup) {
    if (zoning.others.empty()) {
        return std::shared_ptr<const plan::Zoning>{};
    }
    auto host = host::local_zone();
    if (!host) {
        return unexpected(host.error());
    }
    zoning.host = std::move(*host);
    const auto named = host::load_zone(zoning.host.name());
    zoning.host_is_named = named && named->periods() == zoning.host.periods();
    zoning.from = std::chrono::floor<Seconds>(std::chrono::system_clock::now());
    auto program = setup.guard.empty() ? own_path() : Result<std::string>{setup.guard};
    if (!program) {
        return unexpected(program.error());
    }
    if (auto fit = check_guard(*program, setup); !fit) {
        return unexpected(fit.error());
    }
    zoning.program = std::move(*program);
    return std::make_shared<const plan::Zoning>(std::move(zoning));
}

// The zones that the jobs name; an error for each name that is no zone of this host.
Result<Diagnostics> add_zones(const std::vector<desired::Job>& jobs, plan::Zoning& zoning) {
    std::set<std::pair<std::string, std::string>> names;  // with the files that say them
    for (const desired::Job& job : jobs) {
        if (!job.timezone.empty()) {
            names.emplace(job.timezone, job.where.file);
        }
    }
    Diagnostics wrong;
    for (const auto& [name, file] : names) {
        if (auto added = add_zone(name, zoning); !added) {
            Error error = added.error();
            error.message = "timezone: " + error.message;
            if (error.code != ErrorCode::not_found && error.code != ErrorCode::invalid_input) {
                error.message = printable(file) + ": " + error.message;
                return unexpected(std::move(error));
            }
            const auto meant = find_zone(name);  // names those that are spelled alike
            wrong.push_back({DiagnosticSeverity::error,
                             error.message,
                             meant ? error.mend : meant.error().mend,
                             {file, 0, 0}});
        }
    }
    return wrong;
}

}  // namespace

Result<FoundZones> find_zones(const Setup& setup, const std::vector<desired::Job>& jobs) {
    FoundZones found;
    plan::Zoning zoning;
    auto wrong = add_zones(jobs, zoning);
    if (!wrong) {
        return unexpected(wrong.error());
    }
    found.wrong = std::move(*wrong);
    if (found.wrong.empty()) {
        auto zoned = complete(std::move(zoning), setup);
        if (!zoned) {
            return unexpected(zoned.error());
        }
        found.zoning = std::move(*zoned);
    }
    return found;
}

Diagnostics unknown_zones(const std::vector<desired::Job>& jobs) {
    plan::Zoning unused;
    return add_zones(jobs, unused).value_or(Diagnostics{});
}

Result<std::shared_ptr<const plan::Zoning>> make_zoning(const Setup& setup,
                                                        const std::set<std::string>& names) {
    plan::Zoning zoning;
    for (const std::string& name : names) {
        static_cast<void>(add_zone(name, zoning));
    }
    return complete(std::move(zoning), setup);
}

Diagnostics warning_of_variable(const std::vector<desired::Job>& jobs) {
    const bool zoned = std::any_of(jobs.begin(), jobs.end(),
                                   [](const desired::Job& job) { return !job.timezone.empty(); });
    const auto conflict = zoned ? host::zone_conflict() : std::nullopt;
    if (!conflict) {
        return {};
    }
    return {{DiagnosticSeverity::warning,
             "TZ is set to " + printable(conflict->ours) + ", but /etc/localtime is " +
                 printable(conflict->hosts) +
                 ": times of a `timezone:` are reckoned here as if "
                 "cron went by that TZ, and a pass without it writes them otherwise",
             "run cronmend without it: env -u TZ cronmend …; if cron itself is started with it, "
             "give the host that zone (timedatectl set-timezone)",
             {}}};
}

std::map<std::string, std::string, std::less<>> guard_obstacles(
    const plan::Zoning& zoning, const SharedList<desired::Job>& jobs, host::Programs& programs) {
    std::map<std::string, std::string, std::less<>> obstacles;
    for (const desired::Job& job : jobs) {
        if (job.timezone.empty() || obstacles.contains(job.user)) {
            continue;
        }
        const std::string& why = programs.find(job.user, zoning.program).why;
        if (!why.empty()) {
            obstacles.emplace(job.user, why);
        }
    }
    return obstacles;
}

}  // namespace cronmend::cli
