#include "cronmend/incident/report.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "cronmend/base/text.hpp"
#include "samples.hpp"
#include "support/random.hpp"
#include "support/source_folder.hpp"

using namespace cronmend;
using incident::Incident;
using incident::render_report;

namespace {

// Rewritten only on request, and then read by a person.
void check_golden(const std::string& name, const std::string& report) {
    const std::string path =
        cronmend::test::source_folder() + "/tests/unit/incident/golden/" + name + ".md";
    if (std::getenv("CRONMEND_UPDATE_GOLDEN") != nullptr) {
        std::ofstream{path, std::ios::binary} << report;
    }
    std::ifstream file{path, std::ios::binary};
    std::ostringstream golden;
    golden << file.rdbuf();
    CHECK_MESSAGE(golden.str() == report, name << ".md; have it rewritten with "
                                                  "CRONMEND_UPDATE_GOLDEN=1 and read it");
}

const std::string kBait =
    "`evil` ```` # heading | cell | <script>alert(1)</script> [link](http://x.example) "
    "<b>&amp; *bold* _it_ https://x.example www.x.example a@b.example '$(touch /tmp/x)' \\\n"
    "# Heading\n---\n| a | b |\n```\n<!-- c\n1. one\n\x1b[31mred\x1b[0m \xff\xfe \xe2\x80\xae";

}  // namespace

TEST_CASE("reports read as they did when a person last read them") {
    check_golden("three-backups-missing", render_report(test::three_backups_missing()));
    check_golden("never-installed", render_report(test::never_installed()));
    check_golden("open-unreadable", render_report(test::open_unreadable()));
    check_golden("open-rejected", render_report(test::open_rejected()));
    check_golden("changed-and-disabled", render_report(test::changed_and_disabled()));
    check_golden("only-watched", render_report(test::only_watched()));
    check_golden("hostile-values", render_report(test::all_fields_are(kBait)));
}

namespace {

// The lines of a report that Markdown reads: those outside of fenced blocks.
struct Reading {
    std::vector<std::string> headings, cells, prose;
    std::size_t fences = 0;
    bool closed = true;
};

Reading read_markdown(const std::string& report) {
    Reading reading;
    std::string fence;
    for (const std::string_view raw : split_lines(report)) {
        const std::string line{without_newline(raw)};
        const std::size_t ticks = line.find_first_not_of('`') == std::string::npos
                                      ? line.size()
                                      : line.find_first_not_of('`');
        if (fence.empty() && ticks >= 3 && line.find('`', ticks) == std::string::npos) {
            fence = line.substr(0, ticks);
            ++reading.fences;
        } else if (!fence.empty()) {
            if (ticks == line.size() && ticks >= fence.size()) {
                fence.clear();
            }
        } else if (line.starts_with("#")) {
            reading.headings.push_back(line);
        } else {
            if (line.starts_with("|")) {
                reading.cells.push_back(line);
            }
            reading.prose.push_back(line);
        }
    }
    reading.closed = fence.empty();
    return reading;
}

std::size_t unescaped_bars(const std::string& line) {
    std::size_t bars = 0;
    bool escaped = false;
    for (const char c : line) {
        bars += c == '|' && !escaped ? 1U : 0U;
        escaped = c == '\\' && !escaped;
    }
    return bars;
}

// The line without code spans, as CommonMark pairs runs of backticks.
std::string without_code(const std::string& line) {
    std::string out;
    std::size_t at = 0;
    while (at < line.size()) {
        if (line[at] == '\\' && at + 1 < line.size()) {
            out += line.substr(at, 2);
            at += 2;
        } else if (line[at] == '`') {
            std::size_t end = line.find_first_not_of('`', at);
            end = end == std::string::npos ? line.size() : end;
            const std::string run = line.substr(at, end - at);
            std::size_t close = end;
            for (;;) {
                close = line.find(run, close);
                if (close == std::string::npos) {
                    break;
                }
                std::size_t stop = line.find_first_not_of('`', close);
                stop = stop == std::string::npos ? line.size() : stop;
                if (stop - close == run.size()) {
                    break;
                }
                close = stop;
            }
            out += close == std::string::npos ? run : "";
            at = close == std::string::npos ? end : close + run.size();
        } else {
            out += line[at++];
        }
    }
    return out;
}

void check_tame(const std::string& report) {
    const Reading reading = read_markdown(report);
    CHECK(reading.closed);
    CHECK(reading.headings.size() == 10);  // the title and nine sections
    for (const std::string& cell : reading.cells) {
        CHECK_MESSAGE(unescaped_bars(cell) == 4, cell);
    }
    for (const std::string& line : reading.prose) {
        if (line.starts_with("<!-- notes:")) {
            continue;
        }
        const std::string bare = without_code(line);
        for (std::size_t i = 0; i < bare.size(); ++i) {
            const bool escaped = i > 0 && bare[i - 1] == '\\';
            CHECK_MESSAGE(((bare[i] != '<' && bare[i] != '[' && bare[i] != '`') || escaped), line);
        }
        CHECK_MESSAGE(bare.find("://") == std::string::npos, line);
        CHECK_MESSAGE(bare.find("www.") == std::string::npos, line);
        CHECK_MESSAGE(bare.find('@') == std::string::npos, line);
    }
    CHECK(printable(report, Newlines::keep) == report);
}

}  // namespace

TEST_CASE("no value makes a heading, a cell, HTML or a link of its own") {
    check_tame(render_report(test::all_fields_are(kBait)));
    for (const char* bait :
         {"#",     "---",   "===",     "- x",    "+ x",      "1. x", "12) x",   "> x", "```",
          "~~~",   "<!--",  "-->",     "|",      "\\",       "\\|",  "`|`",     "@|@", "a@b|`c`",
          "    x", "\t# x", "\n\n# x", "x\n===", "x\n---\n", "&lt;", "![x](y)", "",    " "}) {
        CAPTURE(bait);
        check_tame(render_report(test::all_fields_are(bait)));
    }
}

TEST_CASE("generated values stay tame") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    for (int round = 0; round < 300; ++round) {
        const std::string bait = random.bytes(30, "`|\\<>[]()#-=+1.)~*_&@:/w \t\n\r\x01\xffx'\"$!");
        CAPTURE(bait);
        check_tame(render_report(test::all_fields_are(bait)));
    }
}

TEST_CASE("the sections stand in the order of the format") {
    for (const Incident& incident :
         {test::three_backups_missing(), test::open_unreadable(), test::open_rejected()}) {
        const Reading reading = read_markdown(render_report(incident));
        CHECK(reading.headings ==
              std::vector<std::string>{"# Incident Report: INC-20251102124310-nPFyw2",
                                       "## Problem Description", "## Impact Assessment",
                                       "## Root Cause", "## Resolution", "## Verification Steps",
                                       "## Prevention Measures", "## Related Documentation",
                                       "## Timeline", "## Lessons Learned"});
    }
}

TEST_CASE("what is not known is said to be unknown") {
    const std::string report = render_report(test::never_installed());
    CHECK(report.find("**Duration**: unknown: cronmend had never seen it in order\n") !=
          std::string::npos);
    CHECK(report.find("**Missed Runs**: unknown: not recorded\n") != std::string::npos);
    CHECK(report.find("**Last Successful Run**: unknown: not recorded; cron logs") !=
          std::string::npos);
    CHECK(report.find("## Root Cause\n\nUnknown.\n\n**Confidence**: unknown\n") !=
          std::string::npos);
    CHECK(report.find("**Time to detect**: unknown") != std::string::npos);
}

namespace {

// The commands of the Verification Steps, run by a real shell over a table; its output.
std::string run_verification(const Incident& incident) {
    const std::string report = render_report(incident);
    const std::size_t section = report.find("## Verification Steps");
    const std::size_t begin = report.find("bash\n", section) + 5;
    const std::size_t fence = report.rfind('\n', begin - 6) + 1;
    const std::string ticks = report.substr(fence, begin - 5 - fence);
    const std::string script = report.substr(begin, report.find("\n" + ticks, begin) - begin);

    char folder[] = "/tmp/cronmend-verify-XXXXXX";
    REQUIRE(::mkdtemp(folder) != nullptr);
    const std::string file = std::string{folder} + "/script";
    std::ofstream{file} << script << '\n';
    FILE* pipe = ::popen(("sh " + file + " 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
        output += static_cast<char>(c);
    }
    ::pclose(pipe);
    std::remove(file.c_str());
    ::rmdir(folder);
    return output;
}

}  // namespace

TEST_CASE("where the clock was set back, no duration is made up") {
    incident::Incident incident = test::three_backups_missing();
    incident.resolved = test::at(-7200);
    for (incident::Member& member : incident.members) {
        member.last_seen = test::at(3600);
    }
    const std::string report = render_report(incident);
    CHECK(report.find("**Duration**: unknown: the clock was set back meanwhile") !=
          std::string::npos);
    CHECK(report.find("**Time to detect**: unknown: the clock was set back") != std::string::npos);
    CHECK(report.find("**Time to repair**: unknown: the clock was set back") != std::string::npos);
}

TEST_CASE("the verification commands can be pasted and count what stands there") {
    Incident incident = test::three_backups_missing();
    incident.members.resize(1);
    const std::string line = "0 3 * * * echo 'it'\\''s' $(false) `false` \"!\" | ```cat # \\";
    incident.members[0].after = line;
    incident.diff_command = "true";
    incident.show_command = "cat /nonexistent-table";
    char path[] = "/tmp/cronmend-table-XXXXXX";
    const int made = ::mkstemp(path);
    REQUIRE(made >= 0);
    ::close(made);
    std::ofstream{path} << line << "\n# other\n";
    incident.show_command = std::string{"cat "} + path;
    CHECK(run_verification(incident) == line + "\n# other\n1\nexit status 0\n");
    std::ofstream{path} << "# other\n";
    CHECK(run_verification(incident) == "# other\n0\nexit status 0\n");
    std::remove(path);
}

TEST_CASE("an entry that stays as it is is shown once, and with a marker only if it lacks one") {
    Incident incident = test::three_backups_missing();
    incident.members.resize(1);
    incident::Member& member = incident.members.front();
    member.before = member.after;
    member.kind = plan::DriftKind::shadowed;
    CHECK(render_report(incident).find("#cronmend") == std::string::npos);
    member.kind = plan::DriftKind::unmarked;
    CHECK(render_report(incident).find("\n+#cronmend: backup-overnight …\n 0 3 * * * ") !=
          std::string::npos);
}
