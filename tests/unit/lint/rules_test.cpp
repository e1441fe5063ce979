// The table of rules, and what the documentation says of them.
#include "cronmend/lint/rule.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "support/source_folder.hpp"

namespace cronmend::lint {
namespace {

std::string read(const std::string& path) {
    std::ifstream file(test::source_folder() + "/" + path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// The rest of each line that starts with that.
std::set<std::string> lines_with(const std::string& text, const std::string& start) {
    std::set<std::string> found;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(start)) {
            found.insert(line.substr(start.size()));
        }
    }
    return found;
}

TEST_CASE("Rules: each can be found, and has its words") {
    CHECK(std::is_sorted(rules().begin(), rules().end(),
                         [](const Rule& a, const Rule& b) { return a.code < b.code; }));
    for (const Rule& rule : rules()) {
        CHECK(find_rule(rule.code) == &rule);
        CHECK_MESSAGE(!rule.title.empty(), rule.code);
        CHECK_MESSAGE(rule.help.ends_with('.'), rule.code);
        CHECK_MESSAGE(
            rule.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos,
            rule.code);
    }
    CHECK(find_rule("nothing") == nullptr);
    CHECK(find_rule("") == nullptr);
}

TEST_CASE("Rules: docs/lint.md and cronmend(1) have each of them, and no other") {
    std::set<std::string> headings, items;
    for (const Rule& rule : rules()) {
        headings.insert(std::string{rule.code} + " (" + std::string{to_string(rule.severity)} +
                        ")");
        items.insert(std::string{rule.code});
    }
    const std::string page = read("docs/lint.md");
    CHECK(lines_with(page, "### ") == headings);
    for (const Rule& rule : rules()) {
        CHECK_MESSAGE(page.find(std::string{rule.title} + ".") != std::string::npos, rule.code);
    }
    CHECK(lines_with(read("docs/man/cronmend.1"), ".It Li ") == items);
}

}  // namespace
}  // namespace cronmend::lint
