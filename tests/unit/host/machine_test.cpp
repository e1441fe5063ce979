#include "cronmend/host/machine.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <set>

using namespace cronmend;
using namespace cronmend::host;

TEST_CASE("the clock tells the time in the host's zone") {
    // Not time(2): it reads a coarser clock, which may be a tick, and so a second, behind.
    const auto precisely = [] {
        return std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    };
    SystemClock clock;
    const std::time_t before = precisely();
    const ZonedTime now = clock.now();
    const std::time_t after = precisely();
    CHECK(now.instant.time_since_epoch().count() >= before);
    CHECK(now.instant.time_since_epoch().count() <= after);
}

TEST_CASE("the clock notices a change of the zone") {
    SystemClock clock;
    const char* old = std::getenv("TZ");
    const std::string kept = old != nullptr ? old : "";
    ::setenv("TZ", "XXX-5:30", 1);
    CHECK(clock.now().utc_offset == Seconds{19800});
    CHECK(clock.now().zone == "XXX");
    ::setenv("TZ", "YYY3", 1);
    CHECK(clock.now().utc_offset == Seconds{-10800});
    CHECK(clock.now().zone == "YYY");
    old != nullptr ? ::setenv("TZ", kept.c_str(), 1) : ::unsetenv("TZ");
    ::tzset();
}

TEST_CASE("random suffixes") {
    std::set<std::string> seen;
    std::set<char> letters;
    for (int i = 0; i < 1000; ++i) {
        const std::string suffix = random_suffix();
        CHECK(suffix.size() == 6);
        seen.insert(suffix);
        letters.insert(suffix.begin(), suffix.end());
    }
    CHECK(seen.size() == 1000);
    CHECK(letters.size() == 62);  // each is missing with a chance of (61/62)^6000 = 4e-43
    for (const char letter : letters) {
        CHECK(std::isalnum(static_cast<unsigned char>(letter)) != 0);
    }
}

TEST_CASE("users") {
    const auto root = find_user("root");
    REQUIRE(root);
    CHECK(root->uid == 0);
    CHECK(root->home == "/root");
    CHECK(find_user(uid_t{0}).value_or({}).name == "root");
    CHECK(user_exists("root"));
    for (const char* name : {"no-such-user-here", "", "ro\not", "root:x"}) {
        CAPTURE(name);
        const auto none = find_user(std::string(name));
        REQUIRE_FALSE(none);
        CHECK(none.error().code == ErrorCode::not_found);
        CHECK_FALSE(user_exists(name));
    }
    CHECK(is_root() == (::geteuid() == 0));
    CHECK(find_user(invoking_user()).value_or({}).uid == ::geteuid());
    CHECK_FALSE(host_name().empty());
}

TEST_CASE("the places of cronmend's own files") {
    struct Row {
        const char* name;
        PlaceHints hints;
        std::string settings, schedules, state;
    };
    const Row rows[] = {
        {"root",
         {true, "/root", "/x", "/y"},
         "/etc/cronmend/cronmend.yaml",
         "/etc/cronmend/schedules",
         "/var/lib/cronmend"},
        {"a user",
         {false, "/home/ann", "", ""},
         "/home/ann/.config/cronmend/cronmend.yaml",
         "/home/ann/.config/cronmend/schedules",
         "/home/ann/.local/state/cronmend"},
        {"XDG",
         {false, "/home/ann", "/c", "/s"},
         "/c/cronmend/cronmend.yaml",
         "/c/cronmend/schedules",
         "/s/cronmend"},
        {"relative XDG",
         {false, "/home/ann", "c", "./s"},
         "/home/ann/.config/cronmend/cronmend.yaml",
         "/home/ann/.config/cronmend/schedules",
         "/home/ann/.local/state/cronmend"},
        {"XDG alone",
         {false, "", "/c", "/s"},
         "/c/cronmend/cronmend.yaml",
         "/c/cronmend/schedules",
         "/s/cronmend"},
        {"nothing", {false, "", "/c", ""}, "", "", ""},
        {"relative home", {false, "home", "", ""}, "", "", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const auto places = places_for(row.hints);
        CHECK(places.has_value() == !row.state.empty());
        if (places) {
            CHECK(*places == Places{row.settings, row.schedules, row.state});
        } else {
            CHECK(places.error().code == ErrorCode::not_found);
        }
    }
}
