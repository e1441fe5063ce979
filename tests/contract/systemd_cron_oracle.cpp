// Our reading of lines against that of systemd-cron's generator. Arguments: a python3, the script
// that asks, the generator. CRONMEND_ORACLE_LINES: how many lines to try; CRONMEND_SEED: the same
// ones again.
#include "flavour_oracle.hpp"

#include "cronmend/cron/crontab.hpp"

namespace {

using namespace cronmend;
using namespace cronmend::test;
namespace fs = std::filesystem;

constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

template <std::size_t N>
std::string numbers(const std::bitset<N>& values) {
    std::string text;
    for (std::size_t i = 0; i < N; ++i) {
        text += values[i] ? (text.empty() ? "" : ",") + std::to_string(i) : "";
    }
    return text;
}

// The schedule as the calendar of a timer, every value written out.
std::string calendar_of(const cron::Schedule& schedule) {
    if (schedule.reboot) {
        return "reboot";
    }
    std::string days;
    for (std::size_t i = 0; i < 7; ++i) {
        days += schedule.days_of_week[i] ? (days.empty() ? "" : ",") + std::string(kDays[i]) : "";
    }
    return days + " *-" + numbers(schedule.months) + "-" + numbers(schedule.days_of_month) + " " +
           numbers(schedule.hours) + ":" + numbers(schedule.minutes);
}

std::string range(int first, int last, int step = 1) {
    std::string text;
    for (int i = first; i <= last; i += step) {
        text += (text.empty() ? "" : ",") + std::to_string(i);
    }
    return text;
}

const std::string kEveryDay = "Sun,Mon,Tue,Wed,Thu,Fri,Sat";

// systemd.time(7)'s words, written out.
std::string written_out(const std::string& word) {
    const std::string months = range(1, 12);
    const std::string days = range(1, 31);
    const std::vector<std::pair<std::string, std::string>> words = {
        {"minutely",
         kEveryDay + " *-" + months + "-" + days + " " + range(0, 23) + ":" + range(0, 59)},
        {"hourly", kEveryDay + " *-" + months + "-" + days + " " + range(0, 23) + ":0"},
        {"daily", kEveryDay + " *-" + months + "-" + days + " 0:0"},
        {"weekly", "Mon *-" + months + "-" + days + " 0:0"},
        {"monthly", kEveryDay + " *-" + months + "-1 0:0"},
        {"quarterly", kEveryDay + " *-1,4,7,10-1 0:0"},
        {"semi-annually", kEveryDay + " *-1,7-1 0:0"},
        {"yearly", kEveryDay + " *-1-1 0:0"},
        // Those it hands on.
        {"annually", kEveryDay + " *-1-1 0:0"},
        {"anually", kEveryDay + " *-1-1 0:0"},
        {"semiannually", kEveryDay + " *-1,7-1 0:0"},
        {"biannually", kEveryDay + " *-1,7-1 0:0"},
        {"bi-annually", kEveryDay + " *-1,7-1 0:0"}};
    for (const auto& [name, text] : words) {
        if (name == word) {
            return text;
        }
    }
    return {};
}

// "DAYS *-M-D H:M:00" of the generator, written out; "reboot"; empty for what systemd cannot read.
// A word that the generator does not know is handed on as it stands, a ':' in it or not ("dail:=").
std::string written_out_calendar(const std::string& theirs) {
    if (theirs == "reboot" || theirs.find(' ') == std::string::npos) {
        const std::string known = theirs == "reboot" ? theirs : written_out(theirs);
        return known.empty() ? "handed on" : known;
    }
    const std::size_t star = theirs.find("*-");
    const std::size_t dash = theirs.find('-', star + 2);
    const std::size_t blank = theirs.find(' ', dash);
    const std::size_t colon = theirs.find(':', blank);
    const std::string days_of_week = theirs.substr(0, star);
    std::string months = theirs.substr(star + 2, dash - star - 2);
    std::string days = theirs.substr(dash + 1, blank - dash - 1);
    std::string hours = theirs.substr(blank + 1, colon - blank - 1);
    std::string minutes = theirs.substr(colon + 1, theirs.rfind(':') - colon - 1);
    if (days.starts_with("1/")) {
        days = range(1, 31, std::max(1, std::atoi(days.c_str() + 2)));
    }
    if (theirs.starts_with("*-*-1/") && theirs.ends_with("/0 0:0:0")) {
        return {};  // a step of 0
    }
    const auto all = [](const std::string& text, int first, int last) {
        return text == "*" ? range(first, last) : text;
    };
    return (days_of_week.find_first_not_of(' ') == std::string::npos
                ? kEveryDay
                : days_of_week.substr(0, days_of_week.find(' '))) +
           " *-" + all(months, 1, 12) + "-" + all(days, 1, 31) + " " + all(hours, 0, 23) + ":" +
           all(minutes, 0, 59);
}

std::string ours(const std::string& line) {
    const Result<cron::Entry> entry = cron::parse_entry(line, cron::Flavour::systemd_cron);
    return !entry                          ? "nothing"
           : entry->schedule.calendar != 0 ? "handed on"
                                           : calendar_of(entry->schedule);
}

std::string hexadecimal(std::string_view line) {
    std::string text;
    for (const char c : line) {
        const auto byte = static_cast<unsigned char>(c);
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 0xf];
    }
    return text;
}

}  // namespace

int main(int argc, char** argv) {
    constexpr const char* kFolder = "/var/spool/cron";
    if (argc != 4 || !use_empty_folders({kFolder})) {
        std::puts("SKIPPED: needs root, and systemd-cron's package");
        return kSkipped;
    }
    Random random(chosen_seed());
    std::printf("seed %llu\n", static_cast<unsigned long long>(random.seed()));
    LineGenerator generator(random);
    std::vector<std::string> lines;
    std::string input;
    while (lines.size() < wanted_cases()) {
        std::string line = generator.line();
        if (line.find('\r') < line.size() - 1) {
            continue;  // two lines to Python
        }
        if (line.find('@') < 2 && line.find_first_of("\x0b\x0c\x1c\x1d\x1e\x1f") != line.npos) {
            continue;  // white space to Python's int(), so that "@-6\v" is a number; not modelled
        }
        input += hexadecimal(line) + '\n';
        lines.push_back(std::move(line));
    }
    const fs::path folder = fs::path(kFolder) / "units";
    fs::create_directory(folder);
    write_file(fs::path(kFolder) / "input", input);
    const std::string command =
        std::string("exec <") + kFolder + "/input >" + kFolder + "/output; exec \"$0\" \"$@\"";
    std::vector<std::string> arguments = {"/bin/sh", "-c",    command,        argv[1],
                                          argv[2],   argv[3], folder.string()};
    const std::string errors = std::string(kFolder) + "/errors";
    {
        Daemon asking(arguments, {"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin"}, errors);
        asking.wait_to_end();
    }
    const std::vector<std::string> answers = lines_of(whole_file(std::string(kFolder) + "/output"));
    Differences differences;
    std::size_t entries = 0;
    if (answers.size() != lines.size()) {
        differences.fail("the generator answered " + std::to_string(answers.size()) +
                         " lines: " + whole_file(errors));
    }
    for (std::size_t i = 0; i < answers.size() && i < lines.size(); ++i) {
        if (answers[i] == "unknown") {
            continue;
        }
        std::string theirs = "nothing";
        if (answers[i].starts_with("entry ")) {
            theirs = written_out_calendar(answers[i].substr(6));
            theirs = theirs.empty() ? "nothing" : theirs;
        }
        entries += theirs == "nothing" ? 0U : 1U;
        differences.compare(lines[i], ours(lines[i]), theirs);
    }
    std::printf("%zu lines, %zu of them entries, %d differences\n", lines.size(), entries,
                differences.count());
    return differences.count() == 0 && entries * 10 > lines.size() ? 0 : 1;
}
