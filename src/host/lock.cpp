#include "cronmend/host/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <ctime>
#include <string_view>

#include "cronmend/base/text.hpp"
#include "cronmend/base/time.hpp"
#include "descriptor.hpp"

namespace cronmend::host {
namespace {

// flock(2) is the truth; the number in the file is only for the message.
class FileLock : public PassLock {
public:
    explicit FileLock(Descriptor file) : file_(std::move(file)) {}

private:
    Descriptor file_;
};

Unexpected cannot_lock(const std::string& path, const std::string& why) {
    return unexpected(ErrorCode::write_failed,
                      fmt::format("cannot lock {}: {}", printable(path), why));
}

// The digits at the front of the file; empty if it holds something else.
std::string holder_in(const Descriptor& file) {
    std::array<char, 32> text{};
    const ssize_t count = ::pread(file.get(), text.data(), text.size(), 0);
    const std::string_view seen(text.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    const std::size_t end = seen.find_first_not_of("0123456789");
    return std::string(seen.substr(0, end));
}

// Whoever takes the lock writes the file: its time is when that was.
Unexpected held_by(const std::string& holder, const struct stat& file,
                   const std::string& state_folder) {
    if (holder.empty()) {
        return unexpected(ErrorCode::busy,
                          fmt::format("another pass is under way on {}", printable(state_folder)),
                          "wait until it has ended: the lock is free as soon as it does");
    }
    const std::int64_t age = std::max<std::int64_t>(std::time(nullptr) - file.st_mtim.tv_sec, 0);
    return unexpected(
        ErrorCode::busy,
        fmt::format("another pass is under way on {} (process {}, begun {} ago)",
                    printable(state_folder), holder, format_duration(Seconds{age})),
        fmt::format("wait until it has ended: the lock is free as soon as it does; to see what "
                    "it is: ps -o user,lstart,args -p {}",
                    holder));
}

Result<void> write_holder(const Descriptor& file, const std::string& path) {
    const std::string text = fmt::format("{}\n", ::getpid());
    if (::ftruncate(file.get(), 0) != 0 ||
        ::pwrite(file.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
        return cannot_lock(path, system_words(errno));
    }
    return {};
}

}  // namespace

Result<std::unique_ptr<PassLock>> lock_state(const std::string& state_folder) {
    const std::string path = state_folder + "/lock";
    Descriptor file = above_standard(
        ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600));
    if (!file) {
        return cannot_lock(path, system_words(errno));
    }
    struct stat facts {};
    if (::fstat(file.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
        return cannot_lock(path, "it is not a file");
    }
    while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) {
            continue;
        }
        if (errno != EWOULDBLOCK) {
            return cannot_lock(path, system_words(errno));
        }
        return held_by(holder_in(file), facts, state_folder);
    }
    if (auto written = write_holder(file, path); !written) {
        return unexpected(written.error());
    }
    return std::unique_ptr<PassLock>(std::make_unique<FileLock>(std::move(file)));
}

}  // namespace cronmend::host
