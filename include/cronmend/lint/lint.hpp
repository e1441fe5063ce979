// What is wrong, or will surprise, in crontabs and declarations. Pure: texts and facts go in,
// findings come out.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/time.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/flavour.hpp"
#include "cronmend/cron/system_table.hpp"
#include "cronmend/desired/parse.hpp"
#include "cronmend/lint/facts.hpp"
#include "cronmend/lint/finding.hpp"

namespace cronmend::lint {

struct Options {
    cron::Flavour flavour = cron::Flavour::debian;
    Instant now{};                // the changes of the clocks within the year behind it are told
    std::size_t herd = 10;        // entries in one minute from which on they are too many; 0: never
    std::string reader = "root";  // the user who is told, whose mends are for him to type
};

struct TableText {
    std::string name;  // as it shall appear in messages
    std::string text;  // any bytes
    cron::TableForm form = cron::TableForm::user;
    std::string owner;  // whose table; of no meaning in a system table
};

// More lines of one table are not looked at; Debian's cron takes 10,000.
inline constexpr std::size_t kMostLinesRead = 1'000'000;
// Of one rule in one file; what is beyond is counted in the last of them.
inline constexpr std::size_t kMostOfOneRule = 1'000;

// Takes any number of tables and declarations, then tells what there is: some rules look at all of
// them together.
class Linter {
public:
    // `facts` must outlive this.
    Linter(const Options& options, HostFacts& facts);
    ~Linter();
    Linter(const Linter&) = delete;
    Linter& operator=(const Linter&) = delete;

    void add(TableText table);
    // One declaration of these files, parsed with `default_user`; only the jobs that go into the
    // table of `only_user` are looked at, unless that is empty.
    void add(const std::vector<desired::SourceText>& sources, const std::string& default_user,
             std::string_view only_user = {});
    // A file of the system's that cron may ignore. True if it reads it, so that its text matters.
    bool add_system_file(const std::string& path, const cron::TableFile& facts);

    // In the order of what was added, and then of places. Those that a comment silences are left
    // out; a comment that silences nothing is a note.
    [[nodiscard]] Findings finish() &&;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// True for a name in /etc/cron.d that is left aside on purpose: hidden files, and what editors and
// package managers leave behind (.dpkg-old, ~, .bak …). cron ignores it, and nobody is surprised.
[[nodiscard]] bool is_set_aside(std::string_view name);

}  // namespace cronmend::lint
