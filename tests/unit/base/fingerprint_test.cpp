#include "cronmend/base/fingerprint.hpp"

#include <doctest/doctest.h>

using namespace cronmend;

TEST_CASE("fingerprints are those of XXH3, on every machine and for good") {
    // Stored in crontabs: a change of the algorithm would make every marker look tampered with.
    CHECK(short_fingerprint("") == "2d06800538d394c2");
    CHECK(fingerprint("") == "99aa06d3014798d86001c324468d497f");
    CHECK(short_fingerprint("a") != short_fingerprint("b"));
    CHECK(short_fingerprint("0 3 * * * x").size() == 16);
    CHECK(fingerprint("0 3 * * * x").size() == 32);
}
