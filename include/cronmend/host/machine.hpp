// This machine: its clock, its users, its name, its files.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/result.hpp"
#include "cronmend/base/time.hpp"

namespace cronmend::host {

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual ZonedTime now() = 0;
};

// The system's clock, read in the host's zone.
class SystemClock : public Clock {
public:
    [[nodiscard]] ZonedTime now() override;
};

// Six of [A-Za-z0-9], from the kernel's random numbers.
[[nodiscard]] std::string random_suffix();

[[nodiscard]] std::string host_name();
// The name of the invoking (effective) user; the number as text if it has no name.
[[nodiscard]] std::string invoking_user();
[[nodiscard]] bool is_root();
[[nodiscard]] bool user_exists(const std::string& name);

// True if the named zone has the host's rules: it is the host's zone by name, or its data in the
// tz database are the same bytes. Error not_found for a zone that the database does not have.
[[nodiscard]] Result<bool> is_host_zone(const std::string& name);

// A whole file. Error not_found, unreadable (a folder, a device, no permission, over `most` bytes).
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::size_t most = 64u << 20);
// By a temporary file beside it, fsync and rename: the old content or the new, never a part.
[[nodiscard]] Result<void> write_file(const std::string& path, std::string_view content,
                                      unsigned mode);
// Makes the folder and its missing parents, mode 0700.
[[nodiscard]] Result<void> make_folder(const std::string& path);

// The files meant by a path: itself, or, for a folder, its *.yaml and *.yml in the order of their
// names (hidden ones passed over). Error not_found.
[[nodiscard]] Result<std::vector<std::string>> declaration_files(const std::string& path);

// Nothing if only root and the invoking user can change what the path leads to: the file, every
// folder on the way to it, and every link. Error untrusted that names the first place somebody
// else can write, and says how to mend it.
[[nodiscard]] Result<void> check_trusted(const std::string& path);

// The lock that lets one pass at a time work on a state folder; given back when destroyed.
class PassLock {
public:
    virtual ~PassLock() = default;
};
// Error busy, naming the process that holds it.
[[nodiscard]] Result<std::unique_ptr<PassLock>> lock_state(const std::string& state_folder);

}  // namespace cronmend::host
