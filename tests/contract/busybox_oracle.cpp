// Our reading of lines against that of busybox crond, which prints the values of each field that it
// takes, and a complaint about each that it does not. Argument: a busybox with crond.
// CRONMEND_ORACLE_LINES: how many lines to try; CRONMEND_SEED: the same ones again.
#include "flavour_oracle.hpp"

#include <optional>

#include "line_scanner.hpp"

namespace {

using namespace cronmend;
using namespace cronmend::test;
namespace detail = cronmend::cron::detail;
namespace fs = std::filesystem;

constexpr std::string_view kFolder = "/var/spool/cron";
// The last line of every table, and what busybox prints of it in the end.
constexpr std::string_view kLastLine = "59 23 31 12 6 :\n";
constexpr std::string_view kLastWords = "\n000000000001\n0000001\n";

std::string bits(std::uint64_t values, int first, int count) {
    std::string text;
    for (int i = first; i < first + count; ++i) {
        text += ((values >> i) & 1) != 0 ? '1' : '0';
    }
    return text;
}

// What busybox prints of the fields, a field a line: its values, or "error". A value before the
// start of a field is one of the field before it in memory, which may be printed later. Nothing if
// a field goes even further back.
std::optional<std::string> fields_of(const char* at, const char* end) {
    constexpr int kCounts[] = {60, 24, 32, 12, 7};
    constexpr int kNext[] = {2, 3, 1, 4, 4};  // where a field spills to
    std::uint64_t spilled[5] = {};
    std::string text;
    for (int i = 0; i < 5; ++i) {
        const auto kind = static_cast<detail::FieldKind>(i);
        const detail::FieldScan field = detail::scan_busybox_field(kind, at, end);
        const int first = kind == detail::FieldKind::month ? 1 : 0;
        if (i < 4 && (field.spilled >> kCounts[kNext[i]]) > 1) {
            return std::nullopt;
        }
        for (int k = 1; i < 4 && k <= kCounts[kNext[i]]; ++k) {
            spilled[kNext[i]] |= ((field.spilled >> k) & 1) << (kCounts[kNext[i]] - k);
        }
        text += field.faulty ? "error" : bits((field.values >> first) | spilled[i], 0, kCounts[i]);
        text += ' ';
        at = field.rest;
        while (at != end && (*at == ' ' || *at == '\t')) {
            ++at;
        }
    }
    return text;
}

struct Case {
    std::string line;
    bool seen = false;   // busybox reads it: neither blank nor comment
    std::string fields;  // empty: no entry
};

// False for what cannot be asked: Debian's busybox dies of known @words, and a backslash at the end
// joins two lines.
bool make_case(std::string line, Case& made) {
    const auto& profile = detail::profile_of(cron::Flavour::busybox);
    const char* end = line.data() + line.size();
    const detail::Segment segment =
        detail::scan_segment(profile, cron::TableForm::user, line.data(), end);
    const bool word = segment.kind == cron::LineKind::entry && *segment.schedule.begin == '@';
    if (word || line.ends_with('\\')) {
        return false;
    }
    if (segment.kind == cron::LineKind::entry) {
        const auto fields = fields_of(segment.schedule.begin, segment.stop);
        if (!fields) {
            return false;
        }
        made.fields = *fields;
    }
    made.seen = detail::matters(segment);
    made.line = std::move(line);
    return true;
}

// What it printed, a text for each line that it read.
std::vector<std::string> answers(const std::string& log) {
    std::vector<std::string> found;
    for (const std::string& line : lines_of(log)) {
        if (line.find("user:root entry:") != std::string::npos) {
            found.emplace_back();
        } else if (!found.empty() && line.find("parse error at") != std::string::npos) {
            found.back() += "error ";
        } else if (!found.empty() && line.find_first_not_of("01") == std::string::npos) {
            found.back() += line + ' ';
        }
    }
    return found;
}

void ask(const std::string& program, const std::vector<Case>& cases, Differences& differences) {
    std::string table;
    for (const Case& one : cases) {
        table += one.line + '\n';
    }
    const fs::path folder = fs::path(kFolder) / "tables";
    const fs::path log = fs::path(kFolder) / "log";
    fs::create_directory(folder);
    fs::remove(log);
    write_file(folder / "root", table + std::string(kLastLine));
    Daemon daemon({program, "crond", "-f", "-l", "0", "-L", log.string(), "-c", folder.string()},
                  {"LC_ALL=C", "PATH=/nonexistent"}, log.string());
    if (!daemon.wait_for(log, kLastWords)) {
        differences.fail("busybox did not come to the end of the table");
        return;
    }
    const std::vector<std::string> seen = answers(whole_file(log));
    std::size_t next = 0;
    for (const Case& one : cases) {
        if (one.seen) {
            differences.compare(one.line, one.fields, next < seen.size() ? seen[next] : "nothing");
            ++next;
        }
    }
    if (next + 1 != seen.size()) {
        differences.fail("busybox read " + std::to_string(seen.size() - 1) + " lines, we " +
                         std::to_string(next));
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2 || !use_empty_folders({kFolder.data()})) {
        std::puts("SKIPPED: needs root, and a busybox to ask");
        return kSkipped;
    }
    Random random(chosen_seed());
    std::printf("seed %llu\n", static_cast<unsigned long long>(random.seed()));
    LineGenerator generator(random);
    Differences differences;
    std::size_t entries = 0;
    const std::size_t wanted = wanted_cases();
    for (std::size_t asked = 0; asked < wanted;) {
        std::vector<Case> cases;
        while (cases.size() < 2000 && asked < wanted) {
            Case one;
            if (make_case(harmless(generator.line()), one)) {
                ++asked;
                entries += one.fields.empty() ? 0U : 1U;
                cases.push_back(std::move(one));
            }
        }
        ask(argv[1], cases, differences);
    }
    std::printf("%zu lines, %zu of them entries, %d differences\n", wanted, entries,
                differences.count());
    return differences.count() == 0 && entries * 10 > wanted ? 0 : 1;
}
