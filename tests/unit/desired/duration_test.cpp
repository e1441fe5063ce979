#include <doctest/doctest.h>

#include <string_view>

#include "cronmend/desired/parse.hpp"

using cronmend::Seconds;
using cronmend::desired::parse_duration;

TEST_CASE("a duration is numbers with units, the largest first") {
    struct Row {
        std::string_view text;
        std::int64_t seconds;
    };
    for (const Row& row :
         {Row{"45s", 45}, Row{"90m", 5400}, Row{"9h", 32400}, Row{"2d", 172800},
          Row{"1d12h", 129600}, Row{"1d1h1m1s", 90061}, Row{"1d1s", 86401}, Row{"09h", 32400},
          Row{"0h5m", 300}, Row{"999999999d", 86399999913600}}) {
        INFO(row.text);
        REQUIRE(parse_duration(row.text).has_value());
        CHECK(parse_duration(row.text)->count() == row.seconds);
    }
}

TEST_CASE("anything else is no duration") {
    for (const std::string_view text : {"",
                                        "0s",
                                        "0d0h",
                                        "9",
                                        "h",
                                        "9H",
                                        "9 h",
                                        " 9h",
                                        "9h ",
                                        "-9h",
                                        "+9h",
                                        "1.5h",
                                        "1w",
                                        "9ms",
                                        "1h1d",
                                        "1h1h",
                                        "1h30",
                                        "1000000000s",
                                        "99999999999999999999s",
                                        "h9",
                                        "9hh",
                                        "1d 12h"}) {
        INFO(text);
        CHECK(!parse_duration(text).has_value());
    }
}
