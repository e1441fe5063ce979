// The database as a file: its mode, its versions, damage, full disks and folders without a pen.
#include <doctest/doctest.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <csignal>

#include "folder.hpp"
#include "generated.hpp"

using namespace cronmend;

namespace {

void put(const std::string& path, const std::string& bytes) {
    std::ofstream{path, std::ios::binary} << bytes;
}

void sql(const std::string& path, const char* text) {
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
    char* problem = nullptr;
    REQUIRE_MESSAGE(sqlite3_exec(handle, text, nullptr, nullptr, &problem) == SQLITE_OK, problem);
    sqlite3_close(handle);
}

void make_store(const std::string& path, std::size_t incidents = 3) {
    auto made = store::open(path);
    REQUIRE(made.has_value());
    test::Random random{1};
    for (std::size_t i = 0; i < incidents; ++i) {
        const auto incident = test::some_incident(random, test::id_number(i));
        REQUIRE((*made)->record(test::some_snapshot(random), &incident).has_value());
    }
}

ErrorCode code_of_opening(const std::string& path) {
    const auto opened = store::open(path);
    const auto read = store::open_read_only(path);
    REQUIRE_FALSE(opened.has_value());
    REQUIRE_FALSE(read.has_value());
    CAPTURE(to_string(opened.error()));
    CHECK(read.error().code == opened.error().code);
    CHECK(opened.error().message.find(path) != std::string::npos);
    CHECK_FALSE(opened.error().mend.empty());
    return opened.error().code;
}

}  // namespace

TEST_CASE("the file is its owner's alone, whatever the umask") {
    for (const mode_t mask : {mode_t{0}, mode_t{022}, mode_t{0777}}) {
        CAPTURE(mask);
        const test::Folder folder;
        const mode_t before = ::umask(mask);
        const auto opened = store::open(folder.file());
        ::umask(before);
        REQUIRE(opened.has_value());
        for (const auto& item : std::filesystem::directory_iterator{folder.path()}) {
            struct stat status {};
            REQUIRE(::stat(item.path().c_str(), &status) == 0);
            CAPTURE(item.path().string());
            CHECK((status.st_mode & 07777U) == 0600);
        }
    }
}

TEST_CASE("what was written is there when it is opened again") {
    const test::Folder folder;
    make_store(folder.file());
    const auto again = store::open(folder.file());
    REQUIRE(again.has_value());
    CHECK((*again)->incidents({})->size() == 3);
    CHECK((*again)->snapshots("", 0)->size() == 3);
}

TEST_CASE("views for people read well") {
    const test::Folder folder;
    {
        auto made = store::open(folder.file());
        REQUIRE(made.has_value());
        incident::Incident incident;
        incident.id = test::id_number(1);
        incident.created = {Instant{Seconds{1762083790}}, Seconds{3600}, "CET"};
        REQUIRE((*made)->record(incident).has_value());
    }
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open(folder.file().c_str(), &handle) == SQLITE_OK);
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(handle, "SELECT created, resolved FROM incident_list", -1,
                               &statement, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
    CHECK(std::string{reinterpret_cast<const char*>(sqlite3_column_text(statement, 0))} ==
          "2025-11-02 12:43:10 CET");
    CHECK(sqlite3_column_type(statement, 1) == SQLITE_NULL);
    sqlite3_finalize(statement);
    sqlite3_close(handle);
}

TEST_CASE("a file that is no database of ours is left alone") {
    const test::Folder folder;
    SUBCASE("text") {
        put(folder.file(), std::string(5000, 'x'));
    }
    SUBCASE("short text") {
        put(folder.file(), "hello\n");
    }
    SUBCASE("another program's database") {
        sql(folder.file(), "CREATE TABLE songs(title)");
    }
    SUBCASE("another program's database with versions like ours") {
        sql(folder.file(), "CREATE TABLE songs(title); PRAGMA user_version = 1");
    }
    SUBCASE("an empty database with another program's mark") {
        sql(folder.file(), "PRAGMA application_id = 77");
    }
    const auto before = folder.listing();
    CHECK(code_of_opening(folder.file()) == ErrorCode::corrupt);
    CHECK(folder.listing() == before);
}

TEST_CASE("a damaged header is corrupt") {
    const test::Folder folder;
    make_store(folder.file());
    std::fstream file{folder.file(), std::ios::in | std::ios::out | std::ios::binary};
    file.write("damaged!", 8);
    file.close();
    CHECK(code_of_opening(folder.file()) == ErrorCode::corrupt);
}

TEST_CASE("damaged pages are corrupt when they are read") {
    const test::Folder folder;
    make_store(folder.file(), 40);
    const auto size = std::filesystem::file_size(folder.file());
    std::fstream file{folder.file(), std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(24 * 4096);  // behind the pages of the schema
    file << std::string(size - 24 * 4096, '\xa5');
    file.close();
    const auto opened = store::open(folder.file());
    REQUIRE(opened.has_value());
    const auto incidents = (*opened)->incidents({});
    REQUIRE_FALSE(incidents.has_value());
    CHECK(incidents.error().code == ErrorCode::corrupt);
}

TEST_CASE("a word that cronmend never writes is corrupt") {
    const test::Folder folder;
    make_store(folder.file());
    sql(folder.file(), "UPDATE incidents SET status = 'maybe'");
    const auto opened = store::open(folder.file());
    REQUIRE(opened.has_value());
    const auto incidents = (*opened)->incidents({});
    REQUIRE_FALSE(incidents.has_value());
    CHECK(incidents.error().code == ErrorCode::corrupt);
    CHECK(incidents.error().message.find("maybe") != std::string::npos);
}

constexpr const char* kFrom9To8 =
    "ALTER TABLE applied_entries DROP COLUMN declared;"
    "ALTER TABLE intended_entries DROP COLUMN declared;";
constexpr const char* kFrom8To7 =
    "DROP TABLE incident_sources;"
    "ALTER TABLE retired_jobs DROP COLUMN source;"
    "ALTER TABLE intended_retired_jobs DROP COLUMN source;";
constexpr const char* kFrom7To6 =
    "DROP INDEX incidents_of_table; ALTER TABLE incident_members DROP COLUMN more;"
    "ALTER TABLE incidents DROP COLUMN bytes;";
constexpr const char* kFrom6To3 =
    "ALTER TABLE snapshots DROP COLUMN intended; DROP TABLE intended_entries;"
    "DROP TABLE intended_retired_jobs;"
    "ALTER TABLE applied_entries DROP COLUMN stale; ALTER TABLE applied_entries DROP COLUMN seen;"
    "ALTER TABLE applied_entries DROP COLUMN seen_offset;"
    "ALTER TABLE applied_entries DROP COLUMN seen_zone; DROP TABLE retired_jobs;"
    "ALTER TABLE incidents DROP COLUMN record_options;"
    "ALTER TABLE incident_members DROP COLUMN source;";

TEST_CASE("a newer cronmend's file is not touched") {
    const test::Folder folder;
    make_store(folder.file());
    sql(folder.file(), "PRAGMA user_version = 1000");
    const auto before = folder.listing();
    CHECK(code_of_opening(folder.file()) == ErrorCode::unsupported);
    CHECK(folder.listing().at("cronmend.db") == before.at("cronmend.db"));
}

TEST_CASE("a file of version 1 is brought up to date by what writes, and told by what only reads") {
    const test::Folder folder;
    make_store(folder.file());
    sql(folder.file(),
        (std::string{kFrom9To8} + kFrom8To7 + kFrom7To6 + kFrom6To3 +
         "DROP TABLE suspects;"
         "ALTER TABLE applied_entries DROP COLUMN marked; PRAGMA user_version = 1;"
         "INSERT INTO applied_entries VALUES('root', 0, 'backup', 0, '@daily x', '', '/d.yaml')")
            .c_str());
    const auto read = store::open_read_only(folder.file());
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == ErrorCode::unsupported);
    const auto opened = store::open(folder.file());
    REQUIRE(opened.has_value());
    const auto memory = (*opened)->recall("root");
    REQUIRE(memory.has_value());
    REQUIRE(memory->applied.size() == 1);
    // Before there was a choice, every entry carried its marker.
    CHECK(memory->applied.front() ==
          plan::AppliedEntry{"backup", 0, "@daily x", {}, "/d.yaml", true});
    CHECK((*opened)->incidents({})->size() == 3);
}

TEST_CASE("what names the record is taken out of the command of an older incident") {
    const test::Folder folder;
    make_store(folder.file());
    for (const auto& [command, options] :
         {std::pair{"cronmend diff", ""},
          {"cronmend diff -f /d --state-dir /s", " --state-dir /s"},
          {"cronmend diff --user x --config /c --state-dir /s", " --config /c --state-dir /s"}}) {
        CAPTURE(command);
        sql(folder.file(),
            (std::string{kFrom9To8} + kFrom8To7 + kFrom7To6 + kFrom6To3 +
             std::string{"PRAGMA user_version = 3; UPDATE incidents SET diff_command = '"} +
             command + "'")
                .c_str());
        const auto opened = store::open(folder.file());
        REQUIRE(opened.has_value());
        const auto incidents = (*opened)->incidents({});
        REQUIRE(incidents->size() == 3);
        CHECK(incidents->front().record_options == options);
    }
}

TEST_CASE("a pending row of version 5 says nothing of what its write was to leave in mind") {
    const test::Folder folder;
    make_store(folder.file());
    sql(folder.file(),
        (std::string{kFrom9To8} + kFrom8To7 + kFrom7To6 +
         "ALTER TABLE snapshots DROP COLUMN intended; DROP TABLE intended_entries;"
         "DROP TABLE intended_retired_jobs; PRAGMA user_version = 5;"
         "UPDATE snapshots SET outcome = 'pending', table_name = 'root' WHERE id = 1")
            .c_str());
    const auto opened = store::open(folder.file());
    REQUIRE(opened.has_value());
    const auto pending = (*opened)->newest_pending("root");
    REQUIRE(pending.has_value());
    REQUIRE(pending->has_value());
    CHECK((*pending)->id == 1);
    CHECK_FALSE((*pending)->intent);
}

TEST_CASE("of a job that was retired before version 8, the file that declared it is not known") {
    const test::Folder folder;
    make_store(folder.file());
    sql(folder.file(),
        (std::string{kFrom9To8} + kFrom8To7 +
         "PRAGMA user_version = 7; INSERT INTO retired_jobs VALUES('root', 0, 'old')")
            .c_str());
    const auto opened = store::open(folder.file());
    REQUIRE(opened.has_value());
    const auto memory = (*opened)->recall("root");
    REQUIRE(memory.has_value());
    CHECK(memory->retired == std::vector<plan::RetiredJob>{{"old", ""}});
}

TEST_CASE("of an entry of version 8 it is not known what was declared for it") {
    const test::Folder folder;
    make_store(folder.file());
    sql(folder.file(),
        (std::string{kFrom9To8} +
         "PRAGMA user_version = 8;"
         "INSERT INTO applied_entries VALUES('root', 0, 'backup', 0, '@daily x', 'MAILTO=ops\n', "
         "'/d.yaml', 1, 0, NULL, NULL, NULL)")
            .c_str());
    const auto opened = store::open(folder.file());
    REQUIRE(opened.has_value());
    const auto memory = (*opened)->recall("root");
    REQUIRE(memory.has_value());
    REQUIRE(memory->applied.size() == 1);
    CHECK(memory->applied.front().environment.at("MAILTO") == "ops");
    CHECK(memory->applied.front().declared.empty());
}

TEST_CASE("an empty file becomes a store") {
    const test::Folder folder;
    put(folder.file(), "");
    make_store(folder.file());
    CHECK((*store::open(folder.file()))->incidents({})->size() == 3);
}

TEST_CASE("a link or a folder in the file's place is refused") {
    const test::Folder folder;
    SUBCASE("link") {
        std::filesystem::create_symlink("/tmp/elsewhere.db", folder.file());
    }
    SUBCASE("folder") {
        std::filesystem::create_directory(folder.file());
    }
    const auto opened = store::open(folder.file());
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().code == ErrorCode::untrusted);
    CHECK_FALSE(std::filesystem::exists("/tmp/elsewhere.db"));
}

TEST_CASE("a folder that is not there is an error with its reason") {
    const auto opened = store::open("/nonexistent/cronmend.db");
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().code == ErrorCode::write_failed);
    CHECK(opened.error().message.find("No such file") != std::string::npos);
}

namespace {

// Gives up root's power to write everywhere.
void become_ordinary() {
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) {
        ::_exit(90);
    }
}

int is_write_failure(const Error& error) {
    return error.code == ErrorCode::write_failed && !error.mend.empty() ? 0 : 1;
}

}  // namespace

TEST_CASE("a folder that may not be written: an error for the writer, none for the reader") {
    const test::Folder folder;
    make_store(folder.file());
    std::filesystem::permissions(folder.file(), std::filesystem::perms{0444});
    std::filesystem::permissions(folder.path(), std::filesystem::perms{0555});
    CHECK(test::in_child([&] {
              become_ordinary();
              const auto fresh = store::open(folder.file("new.db"));
              return fresh ? 2 : is_write_failure(fresh.error());
          }) == 0);
    CHECK(test::in_child([&] {
              become_ordinary();
              const auto opened = store::open(folder.file());
              return opened ? 2 : is_write_failure(opened.error());
          }) == 0);
    CHECK(test::in_child([&] {
              become_ordinary();
              auto memory = store::open_read_only(folder.file());
              return memory && (*memory)->incidents({})->size() == 3 ? 0 : 1;
          }) == 0);
    std::filesystem::permissions(folder.file(), std::filesystem::perms{0000});
    CHECK(test::in_child([&] {
              become_ordinary();
              auto memory = store::open_read_only(folder.file());
              return !memory && memory.error().code == ErrorCode::unreadable ? 0 : 1;
          }) == 0);
    std::filesystem::permissions(folder.path(), std::filesystem::perms{0755});
}

TEST_CASE("a full disk: the write fails whole, and what was there stays") {
    const test::Folder folder;
    make_store(folder.file());
    CHECK(test::in_child([&] {
              std::signal(SIGXFSZ, SIG_IGN);
              auto opened = store::open(folder.file());
              const rlimit most{200'000, 200'000};
              if (!opened || ::setrlimit(RLIMIT_FSIZE, &most) != 0) {
                  return 3;
              }
              store::Snapshot big;
              big.after = std::string(1'000'000, 'x');
              incident::Incident incident;
              incident.id = test::id_number(77);
              const auto refused = (*opened)->record(big, &incident);
              if (refused || is_write_failure(refused.error()) != 0) {
                  return 2;
              }
              // The store goes on with what fits.
              return (*opened)->record(incident).has_value() ? 0 : 4;
          }) == 0);
    auto again = store::open(folder.file());
    REQUIRE(again.has_value());
    CHECK((*again)->snapshots("", 0)->size() == 3);
    CHECK((*again)->incidents({})->size() == 4);
}
