// The system's own tables, /etc/crontab and the files of /etc/cron.d: entries name a user there,
// and cron looks at a file's name, owner and mode before it reads it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cronmend/cron/flavour.hpp"

namespace cronmend::cron {

inline constexpr const char* kSystemTable = "/etc/crontab";
inline constexpr const char* kSystemTables = "/etc/cron.d";  // a folder of them

// False for a cron that has users' tables alone (busybox).
[[nodiscard]] bool reads_system_tables(Flavour flavour);

// True if this cron reads a file of that name in /etc/cron.d. Debian's takes letters, digits, _ and
// -; cronie leaves out what editors and rpm leave behind. For the others Debian's rule is taken,
// which is the strictest.
[[nodiscard]] bool reads_table_named(Flavour flavour, std::string_view name);

// A name like this one that every cron reads; empty for an empty one.
[[nodiscard]] std::string readable_table_name(std::string_view name);

// NAME of /etc/cron.d/NAME; nothing for any other path, one with a folder below among them.
[[nodiscard]] std::optional<std::string_view> system_table_name(std::string_view path);

// What cron looks at before it reads a system table.
struct TableFile {
    bool exists = true;   // of a link: what it points to
    bool regular = true;  // of a link: what it points to
    bool is_link = false;
    std::uint32_t link_owner = 0;  // uid; of the link itself
    std::uint32_t owner = 0;       // uid; of a link: of what it points to
    std::uint32_t mode = 0644;     // the lower 12 bits, likewise
    std::uint64_t links = 1;       // names that the file has
};

// Why Debian's cron or cronie would ignore the file, and the mend; nothing if it would not, and for
// the others. `path` is for the words.
struct IgnoredFile {
    std::string why, mend;
};
[[nodiscard]] std::optional<IgnoredFile> why_ignored(Flavour flavour, const TableFile& file,
                                                     std::string_view path);

}  // namespace cronmend::cron
