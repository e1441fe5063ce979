#include "cronmend/plan/unified_diff.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/drift.hpp"
#include "support/random.hpp"

using cronmend::plan::unified_diff;

namespace {

// Applies a unified diff as patch(1) does, to see that it says what it should.
std::string patched(const std::string& before, const std::string& diff) {
    const std::vector<std::string> old = cronmend::test::lines_of(before);
    std::string out;
    std::size_t at = 0;
    std::vector<std::string> lines = cronmend::test::lines_of(diff);
    for (std::size_t i = 2; i < lines.size(); ++i) {
        const std::string& line = lines[i];
        if (line.starts_with("@@")) {
            const std::size_t start = std::stoul(line.substr(4));
            const bool empty = line.find(",0 +") != std::string::npos;
            const std::size_t target = start == 0 ? 0 : start - (empty ? 0 : 1);
            while (at < target) {
                out += old[at++];
            }
        } else if (line.starts_with('\\')) {
            out.pop_back();
        } else {
            const bool next_has_no_newline = i + 1 < lines.size() && lines[i + 1].starts_with('\\');
            if (line[0] != '+') {
                ++at;
            }
            if (line[0] != '-') {
                out += line.substr(1);
            } else if (next_has_no_newline) {
                ++i;
            }
        }
    }
    while (at < old.size()) {
        out += old[at++];
    }
    return out;
}

}  // namespace

TEST_CASE("a diff has the form of diff -u") {
    CHECK(unified_diff("a\nb\n", "a\nb\n", {"x", "y"}).empty());
    CHECK(unified_diff("a\nb\nc\n", "a\nB\nc\n", {"x", "y"}) ==
          "--- x\n+++ y\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n");
    CHECK(unified_diff("", "a\n", {"x", "y"}) == "--- x\n+++ y\n@@ -0,0 +1 @@\n+a\n");
    CHECK(unified_diff("a", "a\n", {"x", "y"}) ==
          "--- x\n+++ y\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
    CHECK(unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\n6\n7\n8\nx\n", {"x", "y"}) ==
          "--- x\n+++ y\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+x\n");
}

TEST_CASE("a diff, applied to the text before, gives the text after") {
    cronmend::test::Random random{cronmend::test::chosen_seed()};
    CAPTURE(random.seed());
    for (int round = 0; round < 3000; ++round) {
        const std::string before = random.bytes(20, "ab\n\n");
        const std::string after = random.bytes(20, "ab\n\n");
        CAPTURE(before);
        CAPTURE(after);
        const std::string diff = unified_diff(before, after, {"x", "y"}, random.below(4));
        CAPTURE(diff);
        CHECK((before == after ? before : patched(before, diff)) == after);
    }
}

TEST_CASE("texts that have nothing in common are told in time") {
    std::string before, after;
    for (int i = 0; i < 20'000; ++i) {
        before += "a" + std::to_string(i) + "\n";
        after += "b" + std::to_string(i) + "\n";
    }
    CHECK(unified_diff(before, after, {"x", "y"}).size() > before.size() + after.size());
}
