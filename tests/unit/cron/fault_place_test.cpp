#include "cronmend/cron/fault_place.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cronmend/cron/schedule.hpp"
#include "support/random.hpp"
#include "unit/cron/generated_lines.hpp"

namespace cronmend::cron {
namespace {

TEST_CASE("What cron refuses is pointed at") {
    struct Row {
        std::string schedule;
        std::string marks;  // '^' below what is wrong; one behind the text if something is missing
    };
    const std::vector<Row> rows = {
        {"60 * * * *", "^^"},
        {"0 24 * * *", "  ^^"},
        {"0 3 32 * *", "    ^^"},
        {"0 3 0 * *", "    ^"},
        {"0 3 * 13 *", "      ^^"},
        {"0 3 * * 8", "        ^"},
        {"0 20-24/2 * * *", "     ^^"},
        {"0 1,2,25,3 * * *", "      ^^"},
        {"70-80 * * * *", "^^"},
        {"0 00100 * * *", "  ^^^^^"},
        {"0 3 * * Monday", "        ^^^^^^"},
        {"0 3 * * mon-tues", "            ^^^^"},
        {"0 3 * janu *", "      ^^^^"},
        {"5x * * * *", "^^"},
        {"5/2 * * * *", "  ^"},
        {"*/0 * * * *", "  ^"},
        {"*/x * * * *", "  ^"},
        {"*/ * * * *", "^^"},
        {"1- * * * *", "^^"},
        {"-5 * * * *", "^"},
        {"? * * * *", "^"},
        {"~ * * * *", "^"},
        {"1,,2 * * * *", "  |"},
        {"1, 2 * * * *", "  |"},
        {"0 3 * *", "       |"},
        {"", "|"},
        {"0", " |"},
        {"@noon", "^^^^^"},
        {"@every 5m", "^^^^^^"},
        {"  @DAILY", "  ^^^^^^"},
        {"0 3 * * * *", "          ^"},
        {"0 3 * * * /bin/x -y", "          ^^^^^^^^^"},
        {"@daily x", "       ^"},
        {"*=5 * * * *", " ^"},
        {"  0  25 * * *", "     ^^"},
    };
    for (const Row& row : rows) {
        const auto place = fault_place(row.schedule);
        REQUIRE_MESSAGE(place, row.schedule);
        const std::string marks = std::string(place->offset, ' ') +
                                  (place->length == 0 ? "|" : std::string(place->length, '^'));
        CHECK_MESSAGE(marks == row.marks, row.schedule);
    }
    CHECK(!fault_place("0 3 * * *"));
    CHECK(!fault_place("@daily"));
}

TEST_CASE("There is a place, inside of the text, for everything that is refused") {
    const std::uint64_t seed = test::chosen_seed();
    INFO("CRONMEND_SEED=" << seed);
    test::Random random(seed);
    test::FieldGenerator field(random);
    std::size_t refused = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (auto left = random.below(7); left > 0; --left) {
            text += (random.one_in(3) ? field.odd() : field.good(0, 7)) + " ";
        }
        const Flavour flavour = kFlavours[random.below(kFlavours.size())];
        const auto place = fault_place(text, flavour);
        CAPTURE(to_string(flavour));
        REQUIRE_MESSAGE(place.has_value() == !parse_schedule(text, flavour), text);
        refused += place ? 1U : 0U;
        const bool inside = !place || (place->offset <= text.size() &&
                                       place->length <= text.size() - place->offset);
        REQUIRE_MESSAGE(inside, text);
    }
    CHECK(refused > 1000);
}

}  // namespace
}  // namespace cronmend::cron
