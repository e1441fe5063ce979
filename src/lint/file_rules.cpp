// What cron looks at before it reads one of the system's files.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "file_rules.hpp"

namespace cronmend::lint {
namespace detail {
namespace {

using cron::Flavour;

constexpr std::uint32_t kWritableByOthers = 0022;
constexpr std::uint32_t kCronieMask = 07533;
constexpr std::uint32_t kCronieMode = 0400;

std::string_view name_of(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

bool in_cron_d(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash != std::string_view::npos && name_of(path.substr(0, slash)) == "cron.d";
}

// Debian's rule, run-parts': letters, digits, _ and -.
bool debian_reads(std::string_view name) {
    constexpr std::string_view kTaken =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    return !name.empty() && name.find_first_not_of(kTaken) == std::string_view::npos;
}

bool cronie_reads(std::string_view name) {
    return !name.starts_with('.') && !name.starts_with('#') && !name.ends_with('~') &&
           !name.ends_with(".rpmsave") && !name.ends_with(".rpmorig") && !name.ends_with(".rpmnew");
}

bool check_name(Flavour flavour, std::string_view path, SourceReport& report) {
    const std::string_view name = name_of(path);
    if (flavour == Flavour::debian && !debian_reads(name)) {
        std::string usable{name};
        std::replace_if(
            usable.begin(), usable.end(),
            [](char c) {
                return !debian_reads({&c, 1});
            },
            '-');
        report.add("ignored-file", {},
                   fmt::format("cron ignores the whole file for its name, {}", quoted(name)),
                   fmt::format("names there hold letters, digits, _ and - alone: rename it to {}",
                               usable));
        return false;
    }
    if (flavour == Flavour::cronie && !cronie_reads(name)) {
        report.add("ignored-file", {},
                   fmt::format("cron ignores the whole file for its name, {}", quoted(name)),
                   "rename it");
        return false;
    }
    return true;
}

// Why cron would not read it, with the mend; nothing if it would.
struct Reason {
    std::string why, mend;
};
std::optional<Reason> reason(Flavour flavour, const FileFacts& facts) {
    if (!facts.exists) {
        return Reason{"the link leads nowhere", "mend the link, or remove it"};
    }
    if (!facts.regular) {
        return Reason{"it is no regular file", "put a file in its place"};
    }
    if (facts.owner != 0) {
        return Reason{fmt::format("its owner is user {}, not root", facts.owner),
                      "chown root FILE"};
    }
    if (facts.is_link && facts.link_owner != 0 && flavour == Flavour::debian) {
        return Reason{fmt::format("the link's owner is user {}, not root", facts.link_owner),
                      "chown -h root FILE"};
    }
    if (facts.links != 1) {
        return Reason{fmt::format("the file has {} names (hard links)", facts.links),
                      "remove the others, or copy it"};
    }
    if (flavour == Flavour::debian && (facts.mode & kWritableByOthers) != 0) {
        return Reason{fmt::format("its mode {:04o} lets others than root write it", facts.mode),
                      "chmod go-w FILE"};
    }
    if (flavour == Flavour::cronie && (facts.mode & kCronieMask) != kCronieMode) {
        return Reason{fmt::format("its mode is {:04o}", facts.mode), "chmod 0644 FILE"};
    }
    return std::nullopt;
}

}  // namespace

bool check_file(Flavour flavour, const std::string& path, const FileFacts& facts,
                SourceReport& report) {
    if (flavour != Flavour::debian && flavour != Flavour::cronie) {
        return true;
    }
    const bool named = !in_cron_d(path) || check_name(flavour, path, report);
    const auto why = reason(flavour, facts);
    if (why) {
        std::string mend = why->mend;
        if (const std::size_t at = mend.find("FILE"); at != std::string::npos) {
            mend.replace(at, 4, printable(path));
        }
        report.add("insecure-file", {}, fmt::format("cron ignores the whole file: {}", why->why),
                   std::move(mend));
    }
    return named && !why;
}

}  // namespace detail

bool is_set_aside(std::string_view name) {
    constexpr auto kEnds = std::to_array<std::string_view>(
        {"~", ".bak", ".old", ".orig", ".disabled", ".off", ".save", ".swp", ".rpmsave", ".rpmorig",
         ".rpmnew", ".dpkg-dist", ".dpkg-new", ".dpkg-old", ".dpkg-bak", ".dpkg-tmp", ".ucf-dist",
         ".ucf-old", ".ucf-new"});
    return name.starts_with('.') || name.starts_with('#') ||
           std::any_of(kEnds.begin(), kEnds.end(),
                       [&](std::string_view end) { return name.ends_with(end); });
}

}  // namespace cronmend::lint
