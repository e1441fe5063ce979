// A dry run leaves no trace: nothing in the folder changes, whatever state the writer left it in.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>

#include <chrono>
#include <csignal>
#include <set>

#include "folder.hpp"
#include "generated.hpp"

using namespace cronmend;
using store::Memory;

namespace {

store::Store::Ending ending(const std::string& line) {
    store::Store::Ending made;
    made.table = "root";
    // Enough for several pages, so that a part of a transaction would show.
    made.applied = std::vector<plan::AppliedEntry>(
        200, {"a", 0, line, {{"PATH", "/usr/local/bin:/usr/bin:/bin"}}, "/etc/s.yaml"});
    return made;
}

// A pipe on which two processes wait for each other.
class Signal {
public:
    Signal() { REQUIRE(::pipe2(ends_, O_CLOEXEC) == 0); }
    ~Signal() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;
    void give() const { static_cast<void>(::write(ends_[1], "x", 1) + 0); }
    void wait() const {
        char c = 0;
        static_cast<void>(::read(ends_[0], &c, 1) + 0);
    }

private:
    int ends_[2] = {-1, -1};
};

// A writer in a process of its own, which has written "live" and holds the store open.
class Writer {
public:
    explicit Writer(const std::string& path) {
        child_ = test::start_child([&] {
            auto opened = store::open(path);
            if (!opened || !(*opened)->conclude(ending("live"))) {
                return 1;
            }
            ready_.give();
            asked_.wait();
            const bool done = (*opened)->conclude(ending("later")).has_value();
            ready_.give();
            asked_.wait();
            return done ? 0 : 1;
        });
        ready_.wait();
    }
    ~Writer() {
        if (child_ > 0) {
            kill();
        }
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    void write_more() {
        asked_.give();
        ready_.wait();
    }
    void finish() {
        asked_.give();
        CHECK(test::wait_for(child_) == 0);
        child_ = 0;
    }
    void kill() {
        ::kill(child_, SIGKILL);
        test::wait_for(child_);
        child_ = 0;
    }

private:
    Signal ready_, asked_;
    pid_t child_ = 0;
};

std::string line_in(Memory& memory) {
    const auto recalled = memory.recall("root");
    REQUIRE_MESSAGE(recalled.has_value(), to_string(recalled.error()));
    for (const plan::AppliedEntry& entry : recalled->applied) {
        CHECK(entry == recalled->applied.front());
    }
    return recalled->applied.empty() ? "" : recalled->applied.front().line;
}

// What a dry run reads, having checked that it left no trace.
std::string read_without_trace(const test::Folder& folder) {
    const auto before = folder.listing();
    std::string line;
    {
        auto memory = store::open_read_only(folder.file());
        REQUIRE_MESSAGE(memory.has_value(), to_string(memory.error()));
        line = line_in(**memory);
        CHECK((*memory)->incidents({}).has_value());
        CHECK((*memory)->snapshots("", 0).has_value());
        CHECK((*memory)->tables().has_value());
        CHECK((*memory)->cached_declaration("x").has_value());
        CHECK(folder.listing() == before);
    }
    CHECK(folder.listing() == before);
    return line;
}

void write_and_close(const std::string& path, const std::string& line) {
    CHECK(test::in_child([&] {
              auto opened = store::open(path);
              return opened && (*opened)->conclude(ending(line)) ? 0 : 1;
          }) == 0);
}

}  // namespace

TEST_CASE("no file, no folder, an empty file: an empty memory") {
    const test::Folder folder;
    CHECK(read_without_trace(folder).empty());
    std::ofstream{folder.file()};
    CHECK(read_without_trace(folder).empty());
    auto memory = store::open_read_only(folder.path() + "/none/cronmend.db");
    REQUIRE(memory.has_value());
    CHECK(line_in(**memory).empty());
}

TEST_CASE("an idle database") {
    const test::Folder folder;
    write_and_close(folder.file(), "idle");
    CHECK(folder.listing().size() == 2);
    CHECK(read_without_trace(folder) == "idle");
}

TEST_CASE("a file whose name means something in a URI") {
    const test::Folder folder;
    const std::string path = folder.file("a?mode=memory&b#c%41 d.db");
    write_and_close(path, "odd");
    auto memory = store::open_read_only(path);
    REQUIRE(memory.has_value());
    CHECK(line_in(**memory) == "odd");
}

TEST_CASE("a living writer, and what it writes while the reader is open") {
    const test::Folder folder;
    Writer writer{folder.file()};
    CHECK(folder.listing().count("cronmend.db-wal") == 1);
    CHECK(read_without_trace(folder) == "live");
    auto memory = store::open_read_only(folder.file());
    REQUIRE(memory.has_value());
    CHECK(line_in(**memory) == "live");
    writer.write_more();
    CHECK(line_in(**memory) == "later");
    writer.finish();
    CHECK(line_in(**memory) == "later");
    CHECK(read_without_trace(folder) == "later");
}

TEST_CASE("a killed writer's log is read, with and without its index") {
    const test::Folder folder;
    write_and_close(folder.file(), "before");
    {
        Writer writer{folder.file()};
        writer.kill();
    }
    REQUIRE(std::filesystem::file_size(folder.file() + "-wal") > 0);
    SUBCASE("as it was left") {}
    SUBCASE("without -shm") {
        std::filesystem::remove(folder.file() + "-shm");
    }
    CHECK(read_without_trace(folder) == "live");
    // And a later writer finds the same.
    auto opened = store::open(folder.file());
    REQUIRE(opened.has_value());
    CHECK((*opened)->recall("root")->applied.front().line == "live");
}

TEST_CASE("a log with a torn end counts up to its last whole transaction") {
    const test::Folder folder;
    write_and_close(folder.file(), "before");
    {
        Writer writer{folder.file()};
        writer.write_more();
        writer.kill();
    }
    const std::string log = folder.file() + "-wal";
    const auto size = std::filesystem::file_size(log);
    std::set<std::string> seen;
    for (auto length = size;; length = length > 1500 ? length - 1500 : 0) {
        CAPTURE(length);
        std::filesystem::resize_file(log, length);
        const std::string line = read_without_trace(folder);
        seen.insert(line);
        // SQLite itself must see the same; asked of a copy, since it would mend the log.
        const test::Folder copy;
        std::filesystem::copy_file(folder.file(), copy.file());
        std::filesystem::copy_file(log, copy.file() + "-wal");
        const auto opened = store::open(copy.file());
        REQUIRE(opened.has_value());
        const auto wanted = (*opened)->recall("root")->applied;
        CHECK(line == (wanted.empty() ? "" : wanted.front().line));
        if (length == 0) {
            break;
        }
    }
    CHECK(seen == std::set<std::string>{"before", "live", "later"});
}

TEST_CASE("a flipped bit in the log is seen as SQLite sees it") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    const test::Folder folder;
    write_and_close(folder.file(), "before");
    {
        Writer writer{folder.file()};
        writer.kill();
    }
    const std::string log = folder.file() + "-wal";
    std::ifstream stream{log, std::ios::binary};
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    for (int i = 0; i < 40; ++i) {
        std::string damaged = bytes.str();
        const std::size_t at = i < 32 ? static_cast<std::size_t>(i) : random.below(damaged.size());
        CAPTURE(at);
        damaged[at] = static_cast<char>(damaged[at] ^ (1 << random.below(8)));
        std::ofstream{log, std::ios::binary} << damaged;
        const test::Folder copy;
        std::filesystem::copy_file(folder.file(), copy.file());
        std::filesystem::copy_file(log, copy.file() + "-wal");
        const auto opened = store::open(copy.file());
        auto memory = store::open_read_only(folder.file());
        if (opened) {
            REQUIRE_MESSAGE(memory.has_value(), to_string(memory.error()));
            const auto wanted = (*opened)->recall("root")->applied;
            CHECK(line_in(**memory) == (wanted.empty() ? "" : wanted.front().line));
        }
    }
}

TEST_CASE("a read-only file system") {
    const test::Folder folder;
    write_and_close(folder.file(), "idle");
    bool log = false;
    SUBCASE("idle") {}
    SUBCASE("with a killed writer's log") {
        Writer writer{folder.file()};
        writer.kill();
        log = true;
    }
    const int status = test::in_child([&] {
        const char* path = folder.path().c_str();
        if (::unshare(::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0 ||
            ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            ::mount(path, path, nullptr, MS_BIND, nullptr) != 0 ||
            ::mount("none", path, nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) != 0) {
            return 77;
        }
        auto memory = store::open_read_only(folder.file());
        if (!memory) {
            return 1;
        }
        const auto recalled = (*memory)->recall("root");
        if (!recalled || recalled->applied.front().line != (log ? "live" : "idle")) {
            return 2;
        }
        const auto writer = store::open(folder.file());
        return !writer && writer.error().code == ErrorCode::write_failed ? 0 : 3;
    });
    if (status == 77) {
        MESSAGE("skipped: no mount namespace to be had here");
    } else {
        CHECK(status == 0);
    }
}

TEST_CASE("a reader beside a busy writer sees whole transactions only") {
    const test::Folder folder;
    write_and_close(folder.file(), "0");
    const pid_t writer = test::start_child([&] {
        for (int i = 1; i < 100'000; ++i) {
            // Opening and closing moves the log into the file and back again.
            auto opened = store::open(folder.file());
            if (!opened) {
                return 1;
            }
            for (int j = 0; j < 5; ++j, ++i) {
                store::Store::Ending made;
                made.table = "root";
                const std::string line = std::to_string(i) + std::string(3000, 'x');
                made.applied = std::vector<plan::AppliedEntry>(8, {"a", 0, line, {}, ""});
                if (!(*opened)->conclude(made)) {
                    return 2;
                }
            }
        }
        return 0;
    });
    std::set<std::string> seen;
    std::size_t failures = 0;
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{500};
    while (std::chrono::steady_clock::now() < until) {
        auto memory = store::open_read_only(folder.file());
        if (!memory) {
            CAPTURE(to_string(memory.error()));
            CHECK(memory.error().code == ErrorCode::busy);
            ++failures;
            continue;
        }
        for (int i = 0; i < 3; ++i) {
            const auto recalled = (*memory)->recall("root");
            if (!recalled) {
                CAPTURE(to_string(recalled.error()));
                CHECK(recalled.error().code == ErrorCode::busy);
                ++failures;
                continue;
            }
            for (const auto& entry : recalled->applied) {
                CHECK(entry == recalled->applied.front());
            }
            seen.insert(recalled->applied.front().line);
        }
    }
    ::kill(writer, SIGKILL);
    test::wait_for(writer);
    MESSAGE("states seen: ", seen.size(), ", given up: ", failures);
    CHECK(seen.size() > 3);
    CHECK(failures < seen.size());
}
