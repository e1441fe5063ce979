#include "cronmend/desired/codec.hpp"

#include <doctest/doctest.h>

#include <string>

#include "cronmend/base/fingerprint.hpp"
#include "generate.hpp"
#include "support/random.hpp"

using namespace cronmend;
using namespace cronmend::desired::test;
using cronmend::desired::decode;
using cronmend::desired::encode;
using cronmend::desired::ParsedState;

namespace {

constexpr std::size_t kTagLength = 18;
constexpr std::size_t kFingerprintLength = 16;

std::string random_bytes(Random& random) {
    std::string bytes(random.below(40), '\0');
    for (char& c : bytes) {
        c = static_cast<char>(random.below(256));
    }
    return bytes;
}

SourceLocation random_place(Random& random) {
    return {random.pick<std::string>({"a.yaml", "b.yaml", ""}), random.below(1U << 20U),
            random.below(200)};
}

ParsedState random_state(Random& random) {
    ParsedState parsed;
    for (std::size_t i = random.below(8); i > 0; --i) {
        parsed.state.jobs.push_back(random_job(random, i, random.one_in(2) ? "Europe/Berlin" : ""));
        parsed.state.jobs.back().description = random_bytes(random);
        parsed.state.jobs.back().where = random_place(random);
    }
    for (std::size_t i = random.below(4); i > 0; --i) {
        const auto severity = random.pick<DiagnosticSeverity>(
            {DiagnosticSeverity::error, DiagnosticSeverity::warning, DiagnosticSeverity::note});
        parsed.diagnostics.push_back(
            {severity, random_bytes(random), random_bytes(random), random_place(random)});
    }
    return parsed;
}

// Puts the right fingerprint behind a payload, so that the reader itself is what has to say no.
std::string sealed(const std::string& bytes) {
    const std::string payload =
        bytes.substr(kTagLength, bytes.size() - kTagLength - kFingerprintLength);
    return bytes.substr(0, kTagLength) + payload + short_fingerprint(payload);
}

}  // namespace

TEST_CASE("what was encoded decodes to the same") {
    Random random(cronmend::test::chosen_seed());
    CAPTURE(random.seed());
    for (int round = 0; round < 300; ++round) {
        const ParsedState parsed = random_state(random);
        const std::string bytes = encode(parsed);
        const std::optional<ParsedState> again = decode(bytes);
        REQUIRE(again.has_value());
        CHECK(again->state == parsed.state);
        CHECK(again->diagnostics == parsed.diagnostics);
        CHECK(encode(*again) == bytes);
    }
}

TEST_CASE("what stands at the edges of the types comes back") {
    ParsedState parsed;
    desired::Job job;
    job.standard_input = "";
    job.expect = desired::Expectation{"", Seconds::max()};
    desired::DeclaredSchedule all{"all", {}};
    all.schedule.minutes.set();
    all.schedule.hours.set();
    all.schedule.days_of_month.set();
    all.schedule.months.set();
    all.schedule.days_of_week.set();
    all.schedule.calendar = 0x9e3779b97f4a7c15;
    job.schedules = {all, {"none", {}}};
    job.where = {"x", static_cast<std::size_t>(-1), 0};
    parsed.state.jobs = {job, desired::Job{}};
    const std::optional<ParsedState> again = decode(encode(parsed));
    REQUIRE(again.has_value());
    CHECK(again->state == parsed.state);
}

TEST_CASE("bytes cut short, lengthened or changed decode to nothing") {
    Random random(cronmend::test::chosen_seed());
    CAPTURE(random.seed());
    ParsedState parsed = random_state(random);
    parsed.state.jobs.push_back(random_job(random, 99));
    const std::string bytes = encode(parsed);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        CHECK(!decode(std::string_view{bytes}.substr(0, length)));
    }
    CHECK(!decode(bytes + '\0'));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::string changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ (1 << random.below(8)));
        CHECK(!decode(changed));
    }
}

TEST_CASE("bytes of another version of the format decode to nothing") {
    std::string bytes = encode({});
    CHECK(decode(bytes).has_value());
    ++bytes[kTagLength - 1];
    CHECK(!decode(bytes));
}

TEST_CASE("a payload made to hurt is survived, and only what encode() would write is taken") {
    Random random(cronmend::test::chosen_seed());
    CAPTURE(random.seed());
    int taken = 0;
    for (int round = 0; round < 4000; ++round) {
        std::string bytes = encode(random_state(random));
        for (std::size_t i = 1 + random.below(3); i > 0; --i) {
            const std::size_t at = kTagLength + random.below(bytes.size() - kTagLength - 15);
            bytes[at] = static_cast<char>(random.one_in(2) ? 0xff : random.below(256));
        }
        if (const std::optional<ParsedState> parsed = decode(sealed(bytes))) {
            ++taken;  // a letter of a text, say
            const std::optional<ParsedState> again = decode(encode(*parsed));
            REQUIRE(again.has_value());
            CHECK(again->state == parsed->state);
        }
    }
    CHECK(taken > 100);
    CHECK(taken < 3900);
}

TEST_CASE("a count that the bytes cannot hold allocates nothing") {
    for (const std::string& payload :
         {std::string("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10),
          std::string("\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12),
          std::string("\x00\x00\xff\xff\xff\x7f", 6), std::string("\x80\x00", 2),
          std::string("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10), std::string()}) {
        const std::string tag = encode({}).substr(0, kTagLength);
        CHECK(!decode(tag + payload + short_fingerprint(payload)));
    }
}
