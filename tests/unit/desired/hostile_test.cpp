// Files made to hurt: each must end soon, with a diagnostic, and without taking the process down.
#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "support/random.hpp"
#include "support/source_folder.hpp"
#include "yaml_text.hpp"

namespace fs = std::filesystem;
using namespace cronmend;
using namespace cronmend::desired::test;
using cronmend::test::Random;

namespace {

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (; times > 0; --times) {
        out += text;
    }
    return out;
}

std::string first_error(const std::string& text) {
    const desired::ParsedState parsed = parse_text(text);
    REQUIRE(has_errors(parsed.diagnostics));
    return parsed.diagnostics.front().summary;
}

std::string alias_bomb() {
    std::string text = "version: 1\njobs:\n  l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 30; ++i) {
        const std::string below = "*l" + std::to_string(i - 1);
        text += "  l" + std::to_string(i) + ": &l" + std::to_string(i) + " [" +
                repeated(below + ", ", 9) + below + "]\n";
    }
    return text;
}

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> seeds() {
    std::vector<std::string> texts;
    for (const char* folder :
         {"schedules", "tests/unit/desired/cases/good", "tests/unit/desired/cases/bad"}) {
        for (const auto& entry :
             fs::directory_iterator(fs::path{cronmend::test::source_folder()} / folder)) {
            if (entry.path().extension() == ".yaml") {
                texts.push_back(read(entry.path()));
            }
        }
    }
    return texts;
}

void mutate(std::string& text, Random& random) {
    static const std::vector<std::string> pieces = {
        "*",         "&a ",         "*a",     "<<: ",
        "@",         "\t",          "\n",     "\"",
        "'",         "[",           "]",      "{",
        "}",         ": ",          "- ",     "|\n",
        ">-\n",      "%",           "\\",     "#",
        "---",       "...",         "!!str ", "? ",
        "\r",        "~",           "08",     "yes",
        "0x1",       ",",           "\x04",   std::string(1, '\0'),
        "\xff",      "\xc3",        "jobs:",  "schedule: ",
        "command: ", "version: 1\n"};
    const std::size_t at = random.below(text.size() + 1);
    switch (random.below(4)) {
        case 0:
            text.insert(at, random.pick(pieces));
            break;
        case 1:
            text.erase(at, random.below(20));
            break;
        case 2:
            text.resize(at);
            break;
        default:
            text += text.substr(at, random.below(60));
            break;
    }
}

}  // namespace

TEST_CASE("a program in place of a declaration is told once") {
    std::string text =
        "\x7f"
        "ELF";
    for (int i = 0; i < 50; ++i) {
        text.append(3, '\0').append("\x01\xff\n");
    }
    const desired::ParsedState parsed = parse_text(text);
    REQUIRE(parsed.diagnostics.size() == 1);
    CHECK(parsed.diagnostics[0].summary == "the file is full of NUL bytes: it is no text");
}

TEST_CASE("aliases that stand for more than a file can hold are refused") {
    CHECK(first_error(alias_bomb()).starts_with("more than 1000000 values"));
}

TEST_CASE("an alias of many uses that stand for little is no bomb") {
    std::string text = "version: 1\njobs:\n  a: {schedule: &s '@daily', command: /bin/a}\n";
    for (int i = 0; i < 1000; ++i) {
        const std::string number = std::to_string(i);
        text += "  j" + number + ": {schedule: *s, command: /bin/" + number + "}\n";
    }
    CHECK(listing(parse_text(text).diagnostics).empty());
}

TEST_CASE("deep nesting is refused, however it is written") {
    for (const char* opening : {"[", "{", "- ", "? ", "{a: ", "[{a: "}) {
        INFO(opening);
        CHECK(first_error("version: 1\njobs: \n  " + repeated(opening, 20000)) ==
              "maps and lists are nested too deeply to be a declaration");
    }
}

TEST_CASE("a file beyond the limit is refused unread") {
    const desired::ParsedState parsed = parse_text(std::string((16U << 20U) + 1, '['));
    REQUIRE(parsed.diagnostics.size() == 1);
    CHECK(parsed.diagnostics[0].summary ==
          "the file has 16777217 bytes; 16777216 are the most that is read");
}

TEST_CASE("a list of very many schedules is refused") {
    CHECK(first_error("version: 1\njobs:\n  a: {command: x, schedule: [" +
                      repeated("'@daily', ", 50000) + "]}\n")
              .starts_with("50000 schedules for one job"));
}

TEST_CASE("places in one long line cost no more than their number") {
    const auto cost = [](std::size_t schedules) {
        const std::string text = "version: 1\njobs:\n  a: {command: x, schedule: [" +
                                 repeated("'@daily', ", schedules) + "]}\n";
        const std::clock_t begin = std::clock();
        CHECK(!parse_text(text).diagnostics.empty());
        return static_cast<double>(std::clock() - begin);
    };
    const double few = cost(4'000);
    CHECK(cost(32'000) < 30 * few);  // 64 times, were each counted from the line's beginning
}

TEST_CASE("a file of the same key very many times ends soon") {
    const desired::ParsedState parsed =
        parse_text("version: 1\njobs:\n" + repeated("  a: {}\n", 3000));
    CHECK(parsed.state.jobs.size() == 1);
    CHECK(parsed.diagnostics.size() == 2999 + 2 * 3000);
}

TEST_CASE("a binary file is told in a few lines") {
    std::string text;
    for (int i = 0; i < 5000; ++i) {
        text += "\x01\xff\n";
    }
    CHECK(parse_text(text).diagnostics.size() <= 21);
}

TEST_CASE("texts that are nearly declarations are survived, and their places are in the file") {
    Random random(cronmend::test::chosen_seed());
    CAPTURE(random.seed());
    const std::vector<std::string> texts = seeds();
    REQUIRE(texts.size() > 60);
    for (int round = 0; round < 3000; ++round) {
        std::string text = random.pick(texts);
        for (std::size_t i = 1 + random.below(4); i > 0; --i) {
            mutate(text, random);
        }
        CAPTURE(text);
        const desired::ParsedState parsed = parse_text(text);
        const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
        for (const Diagnostic& diagnostic : parsed.diagnostics) {
            REQUIRE(diagnostic.where.line <= lines);
            REQUIRE(diagnostic.where.column <= text.size() + 2 * 50 + 1);
            REQUIRE(diagnostic.summary.find('\n') == std::string::npos);
        }
        for (const desired::Job& job : parsed.state.jobs) {
            REQUIRE((has_errors(parsed.diagnostics) ||
                     (!job.schedules.empty() && !job.command.empty() && !job.user.empty())));
        }
    }
}
