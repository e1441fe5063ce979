#include "image.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

namespace cronmend::store {
namespace {

constexpr std::size_t kWalHeader = 32;
constexpr std::size_t kFrameHeader = 24;
constexpr std::uint32_t kMagic = 0x377f0682;  // the lowest bit: checksums are of big-endian words

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    }
    return value;
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at) {
    return __builtin_bswap32(big_endian(bytes, at));
}

struct Checksum {
    std::uint32_t first = 0, second = 0;

    void add(std::string_view bytes, bool big) {
        for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
            first += (big ? big_endian(bytes, at) : little_endian(bytes, at)) + second;
            second += (big ? big_endian(bytes, at + 4) : little_endian(bytes, at + 4)) + first;
        }
    }
    [[nodiscard]] bool stands_at(std::string_view bytes, std::size_t at) const {
        return first == big_endian(bytes, at) && second == big_endian(bytes, at + 4);
    }
};

struct Frame {
    std::size_t page = 0;    // from 1
    std::size_t offset = 0;  // of the page's bytes in the log
};

// What the log adds to the database file: the frames of its whole transactions.
struct Log {
    std::size_t page_size = 0;
    std::size_t pages = 0;  // of the database after the last transaction; 0: no transaction
    std::vector<Frame> frames;
};

Log read_log(std::string_view wal) {
    Log log;
    if (wal.size() < kWalHeader || (big_endian(wal, 0) & ~1U) != kMagic) {
        return log;  // as SQLite has it: a log without a whole header is an empty one
    }
    const bool big = (big_endian(wal, 0) & 1U) != 0;
    Checksum sum;
    sum.add(wal.substr(0, 24), big);
    log.page_size = big_endian(wal, 8);
    if (!sum.stands_at(wal, 24) || log.page_size < 512 || log.page_size > 65536) {
        return log;
    }
    std::size_t whole = 0;  // frames up to the last commit
    for (std::size_t at = kWalHeader; at + kFrameHeader + log.page_size <= wal.size();
         at += kFrameHeader + log.page_size) {
        sum.add(wal.substr(at, 8), big);
        sum.add(wal.substr(at + kFrameHeader, log.page_size), big);
        if (wal.substr(at + 8, 8) != wal.substr(16, 8) || !sum.stands_at(wal, at + 16)) {
            break;
        }
        log.frames.push_back({big_endian(wal, at), at + kFrameHeader});
        if (const std::size_t pages = big_endian(wal, at + 4); pages != 0) {
            log.pages = pages;
            whole = log.frames.size();
        }
    }
    log.frames.resize(whole);
    return log;
}

std::optional<std::string> read_bytes(int descriptor, std::size_t size) {
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < size) {
        const ssize_t got =
            ::pread(descriptor, bytes.data() + done, size - done, static_cast<off_t>(done));
        if (got < 0 && errno != EINTR) {
            return std::nullopt;
        }
        if (got == 0) {
            break;
        }
        done += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    }
    bytes.resize(done);
    return bytes;
}

std::optional<std::string> read_all(int descriptor) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) {
        return std::nullopt;
    }
    return read_bytes(descriptor, static_cast<std::size_t>(status.st_size));
}

struct FreeBytes {
    void operator()(unsigned char* memory) const { sqlite3_free(memory); }
};
using SqliteBytes = std::unique_ptr<unsigned char, FreeBytes>;

struct Bytes {
    SqliteBytes memory;
    std::size_t size = 0;
};

// The database file alone, through SQLite's own file handle.
std::optional<Bytes> read_database_file(Database& database) {
    sqlite3_file* file = nullptr;
    sqlite3_int64 size = 0;
    if (sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file) !=
            SQLITE_OK ||
        file == nullptr || file->pMethods == nullptr ||
        file->pMethods->xFileSize(file, &size) != SQLITE_OK) {
        return std::nullopt;
    }
    Bytes bytes{SqliteBytes{static_cast<unsigned char*>(
                    sqlite3_malloc64(static_cast<sqlite3_uint64>(size) + 1))},
                static_cast<std::size_t>(size)};
    constexpr sqlite3_int64 kMost = 1 << 24;  // xRead counts in int
    for (sqlite3_int64 at = 0; bytes.memory && at < size; at += kMost) {
        const int result = file->pMethods->xRead(file, bytes.memory.get() + at,
                                                 static_cast<int>(std::min(kMost, size - at)), at);
        if (result != SQLITE_OK && result != SQLITE_IOERR_SHORT_READ) {
            return std::nullopt;
        }
    }
    return bytes.memory ? std::optional{std::move(bytes)} : std::nullopt;
}

// The pages of the log over those of the file.
std::optional<Bytes> apply(Bytes database, std::string_view wal, const Log& log) {
    if (log.pages != 0) {
        const std::size_t size = log.pages * log.page_size;
        Bytes grown{SqliteBytes{static_cast<unsigned char*>(
                        sqlite3_realloc64(database.memory.release(), size))},
                    size};
        if (!grown.memory) {
            return std::nullopt;
        }
        if (size > database.size) {
            std::memset(grown.memory.get() + database.size, 0, size - database.size);
        }
        for (const Frame& frame : log.frames) {
            if (frame.page >= 1 && frame.page <= log.pages) {
                std::memcpy(grown.memory.get() + (frame.page - 1) * log.page_size,
                            wal.data() + frame.offset, log.page_size);
            }
        }
        database = std::move(grown);
    }
    if (database.size > 19) {
        // A block of memory has no log: the header must not ask for one.
        database.memory.get()[18] = 1;
        database.memory.get()[19] = 1;
    }
    return database;
}

bool is_same_file(int descriptor, const std::string& path) {
    struct stat open {};
    struct stat named {};
    return ::fstat(descriptor, &open) == 0 && ::stat(path.c_str(), &named) == 0 &&
           open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

Unexpected cannot_read(const std::string& path) {
    return unexpected(ErrorCode::unreadable,
                      fmt::format("cannot read {}: {}", path, std::strerror(errno)),
                      "see whether this user may read the file and its folder");
}

Result<std::unique_ptr<Database>> open_image(Bytes bytes, const std::string& path) {
    auto image = Database::open(":memory:", SQLITE_OPEN_READWRITE, path);
    if (!image || bytes.size == 0) {
        return image;
    }
    const auto size = static_cast<sqlite3_int64>(bytes.size);
    if (sqlite3_deserialize((*image)->handle(), "main", bytes.memory.release(), size, size,
                            SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY) !=
        SQLITE_OK) {
        (*image)->fail_from_sqlite();
        return unexpected((*image)->outcome().error());
    }
    return image;
}

}  // namespace

Result<std::unique_ptr<Database>> load_image(Database& file, const std::string& path) {
    const std::string wal_path = path + "-wal";
    const Unexpected moved = unexpected(ErrorCode::moved, path + " was being written");
    const Descriptor wal_file{::open(wal_path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (wal_file.number() < 0) {
        return errno == ENOENT ? moved : cannot_read(wal_path);
    }
    // A checkpoint copies only what the log holds into the file, and the log's header changes
    // before its frames are overwritten. So with the same header before and after, file and log
    // make a whole, however the file was being written meanwhile.
    const auto header = read_bytes(wal_file.number(), kWalHeader);
    auto database = read_database_file(file);
    const auto wal = read_all(wal_file.number());
    if (!header || !database || !wal) {
        return cannot_read(path);
    }
    if (std::string_view{*wal}.substr(0, kWalHeader) != *header ||
        !is_same_file(wal_file.number(), wal_path)) {
        return moved;
    }
    auto whole = apply(std::move(*database), *wal, read_log(*wal));
    if (!whole) {
        return unexpected(ErrorCode::unreadable, "no memory to read " + path);
    }
    return open_image(std::move(*whole), path);
}

}  // namespace cronmend::store
