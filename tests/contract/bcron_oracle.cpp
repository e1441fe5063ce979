// Our verdict on lines against that of bcron-sched, which says which lines of a table it ignores.
// Argument: the folder that its packages are unpacked in. CRONMEND_ORACLE_LINES: how many lines to
// try; CRONMEND_SEED: the same ones again.
#include "flavour_oracle.hpp"

#include "line_scanner.hpp"

namespace {

using namespace cronmend;
using namespace cronmend::test;
namespace detail = cronmend::cron::detail;
namespace fs = std::filesystem;

constexpr std::string_view kSpool = "/var/spool/cron";
constexpr std::string_view kLastLine = "the-end";
constexpr std::string_view kPrefix = "Ignoring unparseable line: '";

struct Case {
    std::string line;
    bool refused = false;
};

// False for what cannot be asked, as bcron loops for ever, and for a NUL, at which some parts of it
// stop and others do not.
bool make_case(std::string line, Case& made) {
    const auto& profile = detail::profile_of(cron::Flavour::bcron);
    const char* end = line.data() + line.size();
    const detail::Segment segment =
        detail::scan_segment(profile, cron::TableForm::user, line.data(), end);
    const detail::Why why = segment.schedule.why;
    if (why == detail::Why::hangs || why == detail::Why::step_not_positive ||
        line.find('\0') != std::string::npos) {
        return false;
    }
    made.refused = segment.kind == cron::LineKind::invalid;
    made.line = std::move(line);
    return true;
}

// The line as bcron repeats it: without space at its ends.
std::string as_told(std::string_view line) {
    constexpr std::string_view kSpace = " \t\n\v\f\r";
    const std::size_t first = line.find_first_not_of(kSpace);
    if (first == std::string_view::npos) {
        return {};
    }
    return std::string(line.substr(first, line.find_last_not_of(kSpace) - first + 1));
}

std::vector<std::string> refused_lines(const std::string& messages) {
    std::vector<std::string> found;
    for (const std::string& line : lines_of(messages)) {
        const std::size_t at = line.find(kPrefix);
        if (at != std::string::npos) {
            found.push_back(
                line.substr(at + kPrefix.size(), line.size() - at - kPrefix.size() - 1));
        }
    }
    return found;
}

void ask(const std::string& packages, const std::vector<Case>& cases, Differences& differences) {
    std::string table;
    for (const Case& one : cases) {
        table += one.line + '\n';
    }
    const fs::path output = fs::path(kSpool) / "messages";
    write_file(fs::path(kSpool) / "crontabs/root", table + std::string(kLastLine) + '\n');
    Daemon daemon({packages + "/usr/sbin/bcron-sched"},
                  {"LC_ALL=C", "LD_LIBRARY_PATH=" + packages + "/usr/lib"}, output.string());
    if (!daemon.wait_for(output, std::string(kPrefix) + std::string(kLastLine) + "'\n")) {
        differences.fail("bcron-sched did not come to the end of the table");
        return;
    }
    const std::vector<std::string> told = refused_lines(whole_file(output));
    std::size_t next = 0;
    for (const Case& one : cases) {
        const std::string text = as_told(one.line);
        const bool theirs = next < told.size() && told[next] == text && !text.empty();
        differences.compare(one.line, one.refused ? "refused" : "taken",
                            theirs ? "refused" : "taken");
        next += theirs ? 1U : 0U;
    }
    if (next + 1 != told.size()) {
        differences.fail("bcron refused " + std::to_string(told.size() - 1) + " lines, we found " +
                         std::to_string(next));
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2 || !use_empty_folders({kSpool.data()}) || chdir(kSpool.data()) != 0) {
        std::puts("SKIPPED: needs root, and bcron's packages");
        return kSkipped;
    }
    fs::create_directory("crontabs");
    fs::create_directory("tmp");
    Random random(chosen_seed());
    std::printf("seed %llu\n", static_cast<unsigned long long>(random.seed()));
    LineGenerator generator(random);
    Differences differences;
    std::size_t refused = 0;
    const std::size_t wanted = wanted_cases();
    for (std::size_t asked = 0; asked < wanted;) {
        std::vector<Case> cases;
        while (cases.size() < 2000 && asked < wanted) {
            Case one;
            if (make_case(harmless(generator.line()), one)) {
                ++asked;
                refused += one.refused ? 1U : 0U;
                cases.push_back(std::move(one));
            }
        }
        ask(argv[1], cases, differences);
    }
    std::printf("%zu lines, %zu of them refused, %d differences\n", wanted, refused,
                differences.count());
    const bool balanced = refused * 10 > wanted && refused * 10 < wanted * 9;
    return differences.count() == 0 && balanced ? 0 : 1;
}
