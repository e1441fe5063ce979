#include "cronmend/host/zone.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "cronmend/host/clock.hpp"
#include "support/temporary_folder.hpp"

using namespace cronmend;
using namespace cronmend::host;

namespace {

// A database with two zones of the same data, one other, and something that is no zone.
struct Machine {
    test::TemporaryFolder folder;
    std::string database = folder.folder("zoneinfo");

    Machine() {
        folder.folder("zoneinfo/Europe");
        folder.folder("zoneinfo/Etc");
        folder.file("zoneinfo/Europe/Berlin", "TZif berlin");
        folder.file("zoneinfo/Europe/Oslo", "TZif berlin");
        folder.file("zoneinfo/Europe/Athens", "TZif athens");
        folder.file("zoneinfo/UTC", "TZif utc");
        folder.file("zoneinfo/Etc/UTC", "TZif utc");
        folder.file("zoneinfo/Etc/GMT", "TZif utc");
        folder.file("zoneinfo/zone.tab", "no zone");
        folder.file("TZif-outside", "TZif utc");
    }
    [[nodiscard]] ZonePlaces places() const {
        return {std::nullopt, folder / "localtime", database};
    }
    void link(const std::string& target) const {
        std::filesystem::create_symlink(target, folder / "localtime");
    }
};

}  // namespace

TEST_CASE("/etc/localtime says the zone") {
    const Machine machine;
    const auto places = machine.places();
    const auto is = [&](const char* name) { return is_host_zone(name, places).value_or(false); };
    SUBCASE("by an absolute link") {
        machine.link(machine.database + "/Europe/Berlin");
        CHECK(is("Europe/Berlin"));
        CHECK(is("Europe/Oslo"));  // another name, the same rules
        CHECK_FALSE(is("Europe/Athens"));
        CHECK_FALSE(is("UTC"));
    }
    SUBCASE("by a relative link") {
        machine.link("zoneinfo/Europe/Athens");
        CHECK(is("Europe/Athens"));
        CHECK_FALSE(is("Europe/Berlin"));
    }
    SUBCASE("by a copy") {
        machine.folder.file("localtime", "TZif berlin");
        CHECK(is("Europe/Berlin"));
        CHECK(is("Europe/Oslo"));
        CHECK_FALSE(is("Europe/Athens"));
    }
    SUBCASE("missing: UTC") {
        CHECK(is("UTC"));
        CHECK(is("Etc/UTC"));
        CHECK(is("Etc/GMT"));
        CHECK_FALSE(is("Europe/Berlin"));
    }
    SUBCASE("unreadable: not known") {
        machine.folder.folder("localtime");
        const auto result = is_host_zone("UTC", places);
        REQUIRE_FALSE(result);
        CHECK(result.error().code == ErrorCode::unreadable);
    }
}

TEST_CASE("TZ goes before /etc/localtime") {
    const Machine machine;
    machine.link("zoneinfo/Europe/Athens");
    struct Row {
        const char* variable;
        const char* name;
        bool same;
    };
    const std::string absolute = machine.database + "/Europe/Berlin";
    const Row rows[] = {
        {"Europe/Berlin", "Europe/Berlin", true},
        {":Europe/Berlin", "Europe/Berlin", true},
        {":Europe/Berlin", "Europe/Oslo", true},
        {absolute.c_str(), "Europe/Oslo", true},
        {"Europe/Berlin", "Europe/Athens", false},
        {"", "UTC", true},
        {"", "Europe/Athens", false},
        {"UTC", "Etc/UTC", true},
        {"UTC0", "UTC", true},
        {"CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Berlin", false},
        {"Nowhere/Town", "Europe/Berlin", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.variable);
        CAPTURE(row.name);
        auto places = machine.places();
        places.variable = row.variable;
        CHECK(is_host_zone(row.name, places).value_or(!row.same) == row.same);
    }
}

TEST_CASE("what TZ names is no file: an error, and nothing is opened") {
    const Machine machine;
    REQUIRE(::mkfifo((machine.database + "/pipe").c_str(), 0600) == 0);
    struct Row {
        std::string variable;
        std::string words;
        std::optional<std::string> folder = {};
    };
    const Row rows[] = {
        {"pipe", "a FIFO"},
        {":pipe", "a FIFO"},
        {":" + machine.database + "/pipe", "a FIFO"},
        {"../zoneinfo/Europe/../pipe", "a FIFO"},
        {"zoneinfo/pipe", "a FIFO", machine.folder.path()},
        {"/dev/tty", "a device"},
        {"../../../../../../../../../dev/tty", "a device"},
        {"Europe", "a folder"},
        {"/", "a folder"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.variable);
        auto places = machine.places();
        places.variable = row.variable;
        places.folder = row.folder;
        const auto zone = local_zone(places);
        REQUIRE_FALSE(zone);
        CHECK(zone.error().code == ErrorCode::unreadable);
        CHECK(zone.error().message.find(row.words) != std::string::npos);
        CHECK(zone.error().mend.find("unset TZ") != std::string::npos);
        CHECK_FALSE(is_host_zone("UTC", places));
        CHECK_FALSE(check_zone_variable(places));
    }
    CHECK_FALSE(is_host_zone("pipe", machine.places()));
    CHECK_FALSE(load_zone("pipe", machine.places()));
}

TEST_CASE("root takes no zone from a file that others can change") {
    const Machine machine;
    machine.folder.folder("open", 0777);
    machine.folder.file("open/zone", "TZif utc");
    auto places = machine.places();
    places.variable = machine.folder / "open/zone";
    CHECK(check_zone_variable(places).has_value() == (::geteuid() != 0));
    places.variable = machine.folder / "TZif-outside";
    CHECK(check_zone_variable(places));
}

TEST_CASE("the clock does not wait for what TZ names") {
    const test::TemporaryFolder folder;
    const std::string pipe = folder / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    const char* const before = std::getenv("TZ");
    const std::optional<std::string> kept =
        before != nullptr ? std::optional<std::string>{before} : std::nullopt;
    ::setenv("TZ", pipe.c_str(), 1);
    const ZonedTime now = SystemClock{}.now();
    kept ? ::setenv("TZ", kept->c_str(), 1) : ::unsetenv("TZ");
    CHECK(now.zone == "UTC");
    CHECK(now.utc_offset == Seconds{0});
}

TEST_CASE("names that are no zones") {
    const Machine machine;
    const auto code = [&](const char* name) {
        const auto result = is_host_zone(name, machine.places());
        return result ? ErrorCode::internal : result.error().code;
    };
    for (const char* name : {"", "/etc/passwd", "../TZif-outside", "Europe/../../TZif-outside",
                             "Europe/..", "./UTC", "Europe//Berlin", "Europe/Berlin/", "UTC\n"}) {
        CAPTURE(name);
        CHECK(code(name) == ErrorCode::invalid_input);
    }
    for (const char* name : {"Mars/Phobos", "zone.tab", "Europe", "europe/berlin"}) {
        CAPTURE(name);
        CHECK(code(name) == ErrorCode::not_found);
    }
}

TEST_CASE("UTC needs no database") {
    const test::TemporaryFolder folder;
    const ZonePlaces places{std::nullopt, folder / "localtime", folder / "zoneinfo"};
    CHECK(is_host_zone("UTC", places).value_or(false));
    CHECK(is_host_zone("Etc/UTC", places).value_or(false));
    CHECK_FALSE(is_host_zone("Europe/Berlin", places));
}

TEST_CASE("this machine has a zone") {
    const auto utc = is_host_zone("UTC");
    CHECK_MESSAGE(utc.has_value(), (utc ? "" : to_string(utc.error())));
}

TEST_CASE("a TZ with other rules than those of /etc/localtime") {
    const test::TemporaryFolder folder;
    ZonePlaces places;
    places.local = folder / "localtime";
    std::filesystem::create_symlink(places.database + "/Europe/Berlin", places.local);
    struct Row {
        std::optional<std::string> variable;
        std::string ours;  // empty: no conflict
    };
    for (const Row& row : {Row{std::nullopt, ""}, Row{"Europe/Berlin", ""}, Row{":Europe/Oslo", ""},
                           Row{"Asia/Tokyo", "Asia/Tokyo"}, Row{"UTC", "UTC"}, Row{"", "UTC"}}) {
        CAPTURE(row.variable.value_or("unset"));
        places.variable = row.variable;
        const auto conflict = zone_conflict(places);
        REQUIRE(conflict.has_value() == !row.ours.empty());
        CHECK((!conflict || conflict->ours == row.ours));
        CHECK((!conflict || conflict->hosts == "Europe/Berlin"));
    }
    std::filesystem::remove(places.local);  // the host's zone is UTC then
    places.variable = "Etc/GMT";
    CHECK_FALSE(zone_conflict(places));
}
