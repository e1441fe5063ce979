#include "cronmend/host/zone_names.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"

namespace cronmend::host {
namespace {

using Names = std::vector<std::string>;

TEST_CASE("The zone that may have been meant") {
    const Names names = {"America/Indiana/Knox",
                         "America/New_York",
                         "Europe/Berlin",
                         "Europe/London",
                         "UTC",
                         "US/Eastern"};
    CHECK(zones_meant("europe/berlin", names) == Names{"Europe/Berlin"});
    CHECK(zones_meant("Berlin", names) == Names{"Europe/Berlin"});
    CHECK(zones_meant("new york", names) == Names{"America/New_York"});
    CHECK(zones_meant("Knox", names) == Names{"America/Indiana/Knox"});
    CHECK(zones_meant("utc", names) == Names{"UTC"});
    CHECK(zones_meant("Europe/Berln", names) == Names{"Europe/Berlin"});
    CHECK(zones_meant("Atlantis/Capital", names).empty());
    CHECK(zones_meant("", names).empty());
    CHECK(zones_meant("Berlin", {}).empty());
    CHECK(zones_meant("x", {"A/X", "B/X", "C/X", "D/X"}) == Names{"A/X", "B/X", "C/X"});
}

TEST_CASE("The names in a database are its zones' files, each once") {
    const test::TemporaryFolder folder;
    const auto write = [&folder](const std::string& name, const std::string& bytes) {
        std::filesystem::create_directories(std::filesystem::path(folder / name).parent_path());
        folder.file(name, bytes);
    };
    write("Europe/Berlin", "TZif2");
    write("America/Indiana/Knox", "TZif2");
    write("UTC", "TZif2");
    write("posix/UTC", "TZif2");
    write("right/UTC", "TZif2");
    write("posixrules", "TZif2");
    write("zone.tab", "# text");
    write("empty", "");
    CHECK(zone_names(folder.path()) == Names{"America/Indiana/Knox", "Europe/Berlin", "UTC"});
    CHECK(zone_names(folder / "nowhere").empty());
}

}  // namespace
}  // namespace cronmend::host
