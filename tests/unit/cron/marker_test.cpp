#include "cronmend/cron/marker.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

namespace cronmend::cron {
namespace {

const std::string kDigits = "0123456789abcdef";

TEST_CASE("Job ids are plain words") {
    for (const std::string& good :
         {std::string("a"), std::string("0"), std::string("a.b_c-9"), std::string(100, 'a')}) {
        CAPTURE(good);
        CHECK(is_job_id(good));
    }
    for (const std::string& bad :
         {std::string(), std::string("A"), std::string(".a"), std::string("-a"), std::string("_a"),
          std::string("a b"), std::string("a/b"), std::string("a\n"), std::string("\xc3\xa9"),
          std::string("@environment"), std::string(101, 'a')}) {
        CAPTURE(bad);
        CHECK_FALSE(is_job_id(bad));
    }
}

TEST_CASE("Markers are read, with the damage that editors do") {
    struct Row {
        std::string line;
        Marker marker;
    };
    const std::vector<Row> rows = {
        {"#cronmend: backup " + kDigits, {"backup", 0, kDigits}},
        {"#cronmend: backup", {"backup", 0, ""}},
        {"#cronmend:backup\t" + kDigits + "  ", {"backup", 0, kDigits}},
        {"  #cronmend: backup " + kDigits + "\r", {"backup", 0, kDigits}},
        {"#cronmend: backup\r", {"backup", 0, ""}},
        {"#cronmend: @environment 2 " + kDigits, {"", 2, kDigits}},
        {"#cronmend: @environment 10000", {"", 10000, ""}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.line);
        const std::optional<Marker> marker = parse_marker(row.line);
        REQUIRE(marker);
        CHECK(*marker == row.marker);
        CHECK(marker->is_environment() == row.marker.job.empty());
    }
}

TEST_CASE("Other comments are no markers") {
    const std::vector<std::string> lines = {"",
                                            "#",
                                            "#cronmend:",
                                            "#cronmend: ",
                                            "#cronmend backup",
                                            "# cronmend: backup",
                                            "#Cronmend: backup",
                                            "##cronmend: backup",
                                            "#cronmend: see the wiki",
                                            "#cronmend: backup 0123",
                                            "#cronmend: backup " + kDigits + "0",
                                            "#cronmend: backup 0123456789ABCDEF",
                                            "#cronmend: backup " + kDigits + " x",
                                            "#cronmend: Backup",
                                            "#cronmend: @environment",
                                            "#cronmend: @environment " + kDigits,
                                            "#cronmend: @environment 0",
                                            "#cronmend: @environment 02",
                                            "#cronmend: @environment -1",
                                            "#cronmend: @environment 10001",
                                            "#cronmend: @environment 99999999999999999999999",
                                            "#cronmend: @environment 2 x",
                                            "#cronmend: @other 2",
                                            "x #cronmend: backup"};
    for (const std::string& line : lines) {
        CAPTURE(line);
        CHECK_FALSE(parse_marker(line));
    }
}

TEST_CASE("A marker is read back as it was written") {
    const std::vector<Marker> markers = {
        {"backup", 0, kDigits}, {"a.b-c_d", 0, ""}, {"", 1, kDigits}, {"", 4, ""}};
    for (const Marker& marker : markers) {
        CAPTURE(render_marker(marker));
        const std::optional<Marker> back = parse_marker(render_marker(marker));
        REQUIRE(back);
        CHECK(*back == marker);
    }
    CHECK(render_marker({"backup", 0, kDigits}) == "#cronmend: backup " + kDigits);
    CHECK(render_marker({"", 2, kDigits}) == "#cronmend: @environment 2 " + kDigits);
}

}  // namespace
}  // namespace cronmend::cron
