#include "cronmend/cron/system_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cronmend/base/text.hpp"

namespace cronmend::cron {
namespace {

constexpr std::uint32_t kWritableByOthers = 0022;
constexpr std::uint32_t kCronieMask = 07533;
constexpr std::uint32_t kCronieMode = 0400;

// Debian's rule, run-parts'.
bool is_run_parts_name(std::string_view name) {
    constexpr std::string_view kTaken =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    return !name.empty() && name.find_first_not_of(kTaken) == std::string_view::npos;
}

bool is_cronie_name(std::string_view name) {
    return !name.empty() && !name.starts_with('.') && !name.starts_with('#') &&
           !name.ends_with('~') && !name.ends_with(".rpmsave") && !name.ends_with(".rpmorig") &&
           !name.ends_with(".rpmnew");
}

}  // namespace

bool reads_system_tables(Flavour flavour) {
    return flavour != Flavour::busybox;
}

bool reads_table_named(Flavour flavour, std::string_view name) {
    return flavour == Flavour::cronie ? is_cronie_name(name) : is_run_parts_name(name);
}

std::string readable_table_name(std::string_view name) {
    std::string readable{name};
    std::replace_if(
        readable.begin(), readable.end(),
        [](char c) {
            return !is_run_parts_name({&c, 1});
        },
        '-');
    return readable;
}

std::optional<std::string_view> system_table_name(std::string_view path) {
    const std::string_view folder{kSystemTables};
    if (!path.starts_with(folder) || path.size() <= folder.size() + 1 ||
        path[folder.size()] != '/') {
        return std::nullopt;
    }
    const std::string_view name = path.substr(folder.size() + 1);
    return name.find('/') == std::string_view::npos && name != "." && name != ".."
               ? std::optional{name}
               : std::nullopt;
}

std::optional<IgnoredFile> why_ignored(Flavour flavour, const TableFile& file,
                                       std::string_view path) {
    if (flavour != Flavour::debian && flavour != Flavour::cronie) {
        return std::nullopt;
    }
    const std::string shown = printable(path);
    if (!file.exists) {
        return IgnoredFile{"the link leads nowhere", "mend the link, or remove it"};
    }
    if (!file.regular) {
        return IgnoredFile{"it is no regular file", "put a file in its place"};
    }
    if (file.owner != 0) {
        return IgnoredFile{fmt::format("its owner is user {}, not root", file.owner),
                           "chown root " + shown};
    }
    if (file.is_link && file.link_owner != 0 && flavour == Flavour::debian) {
        return IgnoredFile{fmt::format("the link's owner is user {}, not root", file.link_owner),
                           "chown -h root " + shown};
    }
    if (file.links != 1) {
        return IgnoredFile{fmt::format("the file has {} names (hard links)", file.links),
                           "remove the others, or copy it"};
    }
    if (flavour == Flavour::debian && (file.mode & kWritableByOthers) != 0) {
        return IgnoredFile{fmt::format("its mode {:04o} lets others than root write it", file.mode),
                           "chmod go-w " + shown};
    }
    if (flavour == Flavour::cronie && (file.mode & kCronieMask) != kCronieMode) {
        return IgnoredFile{fmt::format("its mode is {:04o}", file.mode), "chmod 0644 " + shown};
    }
    return std::nullopt;
}

}  // namespace cronmend::cron
