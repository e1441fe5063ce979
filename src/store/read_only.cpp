// The store for a dry run. SQLite as it stands would make -wal and -shm files beside a database in
// write-ahead mode, even to read it. So:
//   no log, or an empty one: the file is opened as immutable, which touches nothing else; that it
//       did not change meanwhile is checked by its times, size and inode;
//   a log (a writer lives, or was killed): file and log are put together in memory.
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <tuple>

#include "image.hpp"
#include "reader.hpp"
#include "schema.hpp"

namespace cronmend::store {
namespace {

constexpr int kAttempts = 20;

// What tells one state of a file from another.
struct FileStamp {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    std::int64_t modified = 0, changed = 0;  // nanoseconds

    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

Result<std::optional<FileStamp>> stamp_of(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0) {
        return std::optional{FileStamp{status.st_dev, status.st_ino, status.st_size,
                                       nanoseconds(status.st_mtim), nanoseconds(status.st_ctim)}};
    }
    if (errno == ENOENT || errno == ENOTDIR) {
        return std::optional<FileStamp>{};
    }
    return unexpected(ErrorCode::unreadable,
                      fmt::format("cannot read {}: {}", path, std::strerror(errno)),
                      "see whether this user may read the file and its folder");
}

struct Stamp {
    std::optional<FileStamp> file, log;

    [[nodiscard]] bool has_file() const { return file && file->size > 0; }
    [[nodiscard]] bool has_log() const { return log && log->size > 0; }
    friend bool operator==(const Stamp&, const Stamp&) = default;
};

// The path as a file: URI that asks SQLite to take the file for immutable.
std::string immutable_uri(const std::string& path) {
    std::string uri = path.starts_with('/') ? "file://" : "file:";
    for (const char c : path) {
        if (c == '%' || c == '?' || c == '#') {
            uri += fmt::format("%{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
            uri += c;
        }
    }
    return uri + "?immutable=1";
}

class ReadOnlyMemory final : public Reader<Memory> {
public:
    explicit ReadOnlyMemory(std::string path) : path_(std::move(path)) {}

    // Opens what stands there now, unless it is open already.
    [[nodiscard]] Result<void> refresh() {
        const auto now = stamp();
        if (!now) {
            return unexpected(now.error());
        }
        if (opened_ && *now == stamp_) {
            return {};
        }
        database_.reset();
        opened_ = false;
        stamp_ = *now;
        auto database = open_now();
        if (!database) {
            return unexpected(database.error());
        }
        database_ = std::move(*database);
        opened_ = true;
        return {};
    }

    [[nodiscard]] Result<void> settle() {
        return try_often([] { return Result<void>{}; });
    }

protected:
    Result<void> read(const Reading& reading) override {
        return try_often([&]() -> Result<void> {
            if (!database_) {
                return {};
            }
            Transaction transaction{*database_, Transaction::Kind::read};
            reading(*database_);
            return transaction.finish();
        });
    }

private:
    // Again and again while a writer gets in between.
    template <class F>
    Result<void> try_often(F attempt) {
        for (int i = 0; i < kAttempts; ++i) {
            Result<void> done = refresh();
            if (done) {
                done = attempt();
            } else if (done.error().code == ErrorCode::moved) {
                continue;
            }
            const auto now = stamp();
            // In memory it is whole whatever happens to the files.
            if (!now || *now == stamp_ || (done && stamp_.has_log())) {
                return done;
            }
        }
        return unexpected(ErrorCode::busy, path_ + " is being written all the time",
                          "try again when the other program is done with it");
    }

    [[nodiscard]] Result<Stamp> stamp() const {
        // The log last: a writer that comes after it has to write to the file's log first.
        auto file = stamp_of(path_);
        auto log = stamp_of(path_ + "-wal");
        if (!file || !log) {
            return unexpected(!file ? file.error() : log.error());
        }
        return Stamp{*file, *log};
    }

    // A null pointer if there is nothing to read.
    [[nodiscard]] Result<std::unique_ptr<Database>> open_now() const {
        if (!stamp_.has_file() && !(stamp_.file && stamp_.has_log())) {
            return std::unique_ptr<Database>{};
        }
        auto database =
            Database::open(immutable_uri(path_), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, path_);
        if (database && stamp_.has_log()) {
            database = load_image(**database, path_);
        }
        if (!database) {
            return database;
        }
        const auto state = inspect_schema(**database);
        if (!state) {
            return unexpected(state.error());
        }
        if (*state == SchemaState::older) {
            return unexpected(ErrorCode::unsupported, path_ + " was written by an older cronmend",
                              "let `cronmend apply` run once, which brings it up to date");
        }
        if (*state == SchemaState::empty) {
            return std::unique_ptr<Database>{};
        }
        return database;
    }

    std::string path_;
    Stamp stamp_;
    bool opened_ = false;
    std::unique_ptr<Database> database_;
};

}  // namespace

Result<std::unique_ptr<Memory>> open_read_only(const std::string& path) {
    auto memory = std::make_unique<ReadOnlyMemory>(path);
    if (auto ready = memory->settle(); !ready) {
        return unexpected(ready.error());
    }
    return std::unique_ptr<Memory>{std::move(memory)};
}

}  // namespace cronmend::store
