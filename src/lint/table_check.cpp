#include "table_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "cronmend/cron/environment.hpp"
#include "cronmend/cron/refusal.hpp"
#include "cronmend/cron/surprise.hpp"

namespace cronmend::lint::detail {
namespace {

using cron::Crontab;
using cron::Entry;
using cron::LineKind;
using cron::TableForm;

class TableCheck {
public:
    TableCheck(const Surroundings& around, const Crontab& table, std::string_view owner,
               SourceReport& report, const EntryTold& told)
        : around_(around), table_(table), owner_(owner), report_(report), told_(told) {}

    void run() {
        for (std::size_t i = 0; i < table_.lines().size(); ++i) {
            check_line(i);
        }
        check_returns();
        check_whole();
    }

private:
    void check_line(std::size_t index) {
        const std::string_view line = table_.text_of(index);
        switch (table_.lines()[index].kind) {
            case LineKind::entry:
                check_entry(index, line);
                break;
            case LineKind::environment:
                check_environment(index, line);
                break;
            case LineKind::invalid:
                check_invalid(index, line);
                break;
            case LineKind::blank:
            case LineKind::comment:
            case LineKind::marker:
            case LineKind::disabled_entry:
                return;
        }
        if (line.ends_with('\r')) {
            first_return_ = returns_++ == 0 ? index : first_return_;
        }
    }

    // busybox passes over assignments that it does not act on: that refuses nothing.
    bool check_ignored_assignment(std::size_t index, std::string_view line) {
        const auto findings = cron::line_surprises(line, table_.flavour(), table_.form());
        const bool ignored = std::any_of(findings.begin(), findings.end(), [](const auto& each) {
            return each.what == cron::Surprise::variable_ignored;
        });
        return ignored && !check_surprises(around_, line, table_.form(), index + 1, report_);
    }

    void check_invalid(std::size_t index, std::string_view line) {
        const std::size_t start = std::min(line.find_first_not_of(" \t"), line.size());
        if (check_ignored_assignment(index, line)) {
            return;
        }
        const auto entry = cron::parse_entry(line, table_.flavour(), table_.form());
        const std::string words = entry ? std::string{"it is cut by a NUL"} : entry.error().message;
        std::string mend = entry ? std::string{} : entry.error().mend;
        if (line.substr(start).starts_with("export ")) {
            mend = "an assignment stands alone, without export: NAME=value";
        }
        report_.add(
            "refused", {index + 1, column_of(line, start)},
            fmt::format("cron refuses this line, {}: {}", quoted(line.substr(start)), words),
            std::move(mend));
    }

    void check_environment(std::size_t index, std::string_view line) {
        if (const auto assignment = cron::parse_assignment(line, table_.flavour())) {
            check_assignment(around_,
                             {assignment->name, assignment->value, line, index + 1,
                              table_.form() == TableForm::user ? owner_ : std::string_view{}},
                             report_);
        }
    }

    std::string zone_at(std::size_t index) const {
        return cron::honours_cron_tz(table_.flavour())
                   ? std::string{table_.value_at(index, "CRON_TZ").value_or("")}
                   : std::string{};
    }

    void check_entry(std::size_t index, std::string_view line) {
        const auto entry = cron::parse_entry(line, table_.flavour(), table_.form());
        if (!entry) {
            return;  // a line that is several, cut by NULs
        }
        const auto place = [&](std::string_view part) {
            const auto offset = static_cast<std::size_t>(part.data() - line.data());
            return Place{index + 1, column_of(line, std::min(offset, line.size()))};
        };
        const Place at = place(entry->schedule_text);
        check_user(*entry, place(entry->user));
        const bool empty_range = check_surprises(around_, line, table_.form(), index + 1, report_);
        const ScheduleSubject schedule{entry->schedule_text,
                                       &entry->schedule,
                                       at,
                                       zone_at(index),
                                       true,
                                       empty_range,
                                       cron::takes_standard_input(table_.flavour())};
        check_schedule(schedule, report_);
        check_clock(around_, schedule, report_);
        check_command_of(index, *entry, entry->command.empty() ? at : place(entry->command));
        check_repeated(index, *entry, at);
        told_(entry->schedule, at);
    }

    void check_user(const Entry& entry, Place at) {
        if (table_.form() != TableForm::system ||
            around_.facts->account(entry.user) != Account::missing) {
            return;
        }
        const bool is_path = entry.user.find('/') != std::string_view::npos;
        report_.add("unknown-user", at,
                    fmt::format("there is no user {} on this host: cron ignores the whole file",
                                quoted(entry.user)),
                    is_path ? "name the user between schedule and command, such as root"
                            : "name one that is there, or make it first");
    }

    void check_command_of(std::size_t index, const Entry& entry, Place at) {
        const cron::DecodedCommand decoded = cron::decode_command(entry.command, table_.flavour());
        const bool user_named = table_.form() == TableForm::system;
        CommandSubject subject;
        subject.text = entry.command;
        subject.shell = decoded.shell;
        subject.input = decoded.standard_input.has_value();
        subject.at = at;
        subject.in_line = true;
        subject.user = user_named ? entry.user : owner_;
        subject.reboot = entry.schedule.reboot;
        subject.form = table_.form();
        subject.variable = [this, index](std::string_view name) {
            return table_.value_at(index, name);
        };
        check_command(around_, subject, report_);
    }

    void check_repeated(std::size_t index, const Entry& entry, Place at) {
        std::string key{entry.user};
        key.append(1, '\0').append(entry.command);
        std::vector<std::pair<std::size_t, cron::Schedule>>& others = same_command_[std::move(key)];
        for (const auto& [line, schedule] : others) {
            if (cron::same_meaning(schedule, entry.schedule)) {
                report_.add("repeated-entry", at,
                            fmt::format("the entry of line {} has the same schedule and command: "
                                        "cron starts both",
                                        line),
                            "take one of them out");
                return;
            }
        }
        if (others.size() < kMostCompared) {
            others.emplace_back(index + 1, entry.schedule);
        }
    }

    void check_returns() {
        if (returns_ == 0) {
            return;
        }
        const std::string_view line = table_.text_of(first_return_);
        report_.add(
            "carriage-return", {first_return_ + 1, column_of(line, line.size() - 1)},
            fmt::format("the line ends in a carriage return, which cron takes as part of "
                        "it{}",
                        returns_ == 1 ? ""
                                      : fmt::format("; so do {} below",
                                                    count_of(returns_ - 1, "line", "lines"))),
            "save the table with LF line ends: sed -i 's/\\r$//' FILE");
    }

    void check_whole() {
        const auto refusal = cron::refusal(table_, owner_);
        if (!refusal) {
            return;
        }
        const std::size_t index = std::min(refusal->line, table_.lines().size()) - 1;
        if (table_.lines()[index].kind == LineKind::invalid) {
            return;  // told
        }
        const std::string_view line = table_.text_of(index);
        const bool last = index + 1 == table_.lines().size() && table_.lacks_final_newline();
        report_.add(last && refusal->words.find("newline") != std::string::npos ? "missing-newline"
                                                                                : "table-too-long",
                    {index + 1, last ? column_of(line, line.size()) : 1}, refusal->words,
                    refusal->mend);
    }

    static constexpr std::size_t kMostCompared = 100;

    const Surroundings& around_;
    const Crontab& table_;
    std::string_view owner_;
    SourceReport& report_;
    const EntryTold& told_;
    std::unordered_map<std::string, std::vector<std::pair<std::size_t, cron::Schedule>>>
        same_command_;
    std::size_t returns_ = 0;
    std::size_t first_return_ = 0;
};

}  // namespace

void check_table(const Surroundings& around, const Crontab& table, std::string_view owner,
                 SourceReport& report, const EntryTold& told) {
    TableCheck(around, table, owner, report, told).run();
}

}  // namespace cronmend::lint::detail
