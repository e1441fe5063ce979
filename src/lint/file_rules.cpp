// What cron looks at before it reads one of the system's files.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "cronmend/cron/system_table.hpp"
#include "file_rules.hpp"

namespace cronmend::lint {
namespace detail {
namespace {

using cron::Flavour;

std::string_view name_of(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

bool in_cron_d(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash != std::string_view::npos && name_of(path.substr(0, slash)) == "cron.d";
}

bool check_name(Flavour flavour, std::string_view path, SourceReport& report) {
    const std::string_view name = name_of(path);
    if (cron::reads_table_named(flavour, name)) {
        return true;
    }
    report.add("ignored-file", {},
               fmt::format("cron ignores the whole file for its name, {}", quoted(name)),
               flavour == Flavour::debian
                   ? fmt::format("names there hold letters, digits, _ and - alone: rename it to {}",
                                 cron::readable_table_name(name))
                   : "rename it");
    return false;
}

}  // namespace

bool check_file(Flavour flavour, const std::string& path, const cron::TableFile& facts,
                SourceReport& report) {
    if (flavour != Flavour::debian && flavour != Flavour::cronie) {
        return true;
    }
    const bool named = !in_cron_d(path) || check_name(flavour, path, report);
    const auto ignored = cron::why_ignored(flavour, facts, path);
    if (ignored) {
        report.add("insecure-file", {},
                   fmt::format("cron ignores the whole file: {}", ignored->why), ignored->mend);
    }
    return named && !ignored;
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
