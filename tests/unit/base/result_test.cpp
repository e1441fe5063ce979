#include "cronmend/base/result.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/base/severity.hpp"

using namespace cronmend;

TEST_CASE("a result is a value or an error") {
    Result<std::unique_ptr<int>> good = std::make_unique<int>(3);
    REQUIRE(good);
    CHECK(*std::move(good).value() == 3);

    const Result<int> bad = unexpected(ErrorCode::busy, "another pass is under way", "wait");
    REQUIRE_FALSE(bad);
    CHECK(bad.error().code == ErrorCode::busy);
    CHECK(to_string(bad.error()) == "another pass is under way (wait)");
    CHECK(bad.value_or(7) == 7);

    const Result<void> done;
    CHECK(done.has_value());
    CHECK_FALSE(Result<void>{unexpected(ErrorCode::internal, "x")});
}

TEST_CASE("a diagnostic says where, what and how to mend it") {
    const Diagnostic problem{DiagnosticSeverity::error,
                             "unknown key 'shedule'",
                             "did you mean 'schedule'?",
                             {"a.yaml", 3, 5}};
    CHECK(to_string(problem) ==
          "a.yaml:3:5: error: unknown key 'shedule'\n    did you mean 'schedule'?");
    CHECK(to_string(SourceLocation{"a.yaml", 0, 0}) == "a.yaml");
    CHECK(has_errors({problem}));
    CHECK_FALSE(has_errors({{DiagnosticSeverity::warning, "w", "", {}}}));
    CHECK(to_string(Severity::critical) == "critical");
}
