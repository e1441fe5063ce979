#include "cronmend/host/flavour.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "whole_file.hpp"

namespace cronmend::host {
namespace {

namespace fs = std::filesystem;
using cron::Flavour;

struct Mark {
    std::string_view text;
    Flavour flavour;
};

// Texts that only the one's crontab program holds. Debian's: the third line that it puts at the top
// of a table. cronie's: its answer to -V.
constexpr std::array<Mark, 5> kMarks = {{{"systemd-cron", Flavour::systemd_cron},
                                         {"BCRON_SOCKET", Flavour::bcron},
                                         {"BusyBox v", Flavour::busybox},
                                         {"(Cron version -- ", Flavour::debian},
                                         {"cronie", Flavour::cronie}}};

// More than any of them is long, but for busybox, which its name tells.
constexpr std::size_t kMostRead = std::size_t{256} * 1024;

// Empty if it cannot be read.
std::string beginning_of(const std::string& path) {
    const auto file = open_regular_file(path, Links::follow);
    if (!file) {
        return {};
    }
    auto text = read_at_most(*file, path, kMostRead);
    return text ? std::move(*text) : std::string{};
}

std::optional<Flavour> flavour_of_program(const std::string& crontab) {
    std::error_code problem;
    const fs::path real = fs::canonical(crontab, problem);
    if (problem || !fs::is_regular_file(real, problem)) {
        return std::nullopt;
    }
    if (real.filename().string().starts_with("busybox")) {
        return Flavour::busybox;
    }
    const std::string text = beginning_of(real.string());
    for (const Mark& mark : kMarks) {
        if (text.find(mark.text) != std::string::npos) {
            return mark.flavour;
        }
    }
    return std::nullopt;
}

bool is_there(const std::string& path) {
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode);
}

bool leads_to_busybox(const std::string& path) {
    std::error_code problem;
    return fs::canonical(path, problem).filename().string().starts_with("busybox") && !problem;
}

std::vector<Flavour> installed_below(const std::string& root) {
    std::vector<Flavour> found;
    if (is_there(root + "/usr/sbin/cron")) {
        found.push_back(Flavour::debian);
    }
    for (const char* path : {"/usr/sbin/crond", "/usr/bin/crond", "/sbin/crond"}) {
        const std::string crond = root + path;
        if (is_there(crond)) {
            found.push_back(leads_to_busybox(crond) ? Flavour::busybox : Flavour::cronie);
            break;
        }
    }
    if (is_there(root + "/usr/sbin/bcron-sched") || is_there(root + "/usr/bin/bcron-sched")) {
        found.push_back(Flavour::bcron);
    }
    for (const char* folder : {"/usr/lib", "/lib"}) {
        if (is_there(root + folder + "/systemd/system-generators/systemd-crontab-generator")) {
            found.push_back(Flavour::systemd_cron);
            break;
        }
    }
    return found;
}

std::string first_line_of(const fs::path& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

std::optional<Flavour> flavour_of_process(const fs::path& process) {
    const std::string name = first_line_of(process / "comm");
    if (name == "cron") {
        return Flavour::debian;
    }
    if (name == "bcron-sched") {
        return Flavour::bcron;
    }
    if (name != "crond") {
        return std::nullopt;
    }
    std::error_code problem;
    const std::string program = fs::read_symlink(process / "exe", problem).filename().string();
    return program.starts_with("busybox") ? Flavour::busybox : Flavour::cronie;
}

std::optional<Flavour> running_below(const std::string& root) {
    std::error_code problem;
    for (fs::directory_iterator process(root + "/proc", problem), end; !problem && process != end;
         process.increment(problem)) {
        const std::string name = process->path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos) {
            continue;
        }
        if (const auto flavour = flavour_of_process(process->path())) {
            return flavour;
        }
    }
    return std::nullopt;
}

}  // namespace

FoundFlavour decide_flavour(const FlavourFacts& facts) {
    if (facts.program) {
        return {*facts.program, true, "the crontab program is its own"};
    }
    if (facts.installed.size() == 1) {
        return {facts.installed.front(), true, "its daemon is installed"};
    }
    if (facts.running) {
        return {*facts.running, true, "its daemon is running"};
    }
    if (!facts.installed.empty()) {
        return {facts.installed.front(), true,
                fmt::format("its daemon is one of {} that are installed", facts.installed.size())};
    }
    return {Flavour::debian, false, "nothing on this machine names a cron"};
}

FlavourFacts gather_flavour_facts(const std::string& crontab, const std::string& root) {
    FlavourFacts facts;
    facts.program = crontab.empty() ? std::nullopt : flavour_of_program(crontab);
    if (facts.program) {
        return facts;
    }
    facts.installed = installed_below(root);
    if (facts.installed.size() > 1) {
        facts.running = running_below(root);
    }
    return facts;
}

FoundFlavour find_flavour(const std::string& crontab, const std::string& root) {
    return decide_flavour(gather_flavour_facts(crontab, root));
}

}  // namespace cronmend::host
