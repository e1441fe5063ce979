#include "rollback_view.hpp"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/marker.hpp"
#include "plan_view.hpp"

namespace cronmend::cli {
namespace {

// The text without cronmend's markers and what stands under them, edited or not.
std::string without_marked(const std::string& text, const reconcile::TableTask& task) {
    const auto table = cron::Crontab::parse(text, task.flavour, task.form);
    std::string rest;
    std::size_t marked = 0;  // so many of the next lines
    for (std::size_t i = 0; i < table.lines().size(); ++i) {
        if (table.lines()[i].kind == cron::LineKind::marker) {
            const auto marker = cron::parse_marker(table.text_of(i));
            marked = marker && marker->is_environment() ? marker->environment_lines : 1;
        } else if (marked > 0) {
            --marked;
        } else {
            rest += table.raw(i);
        }
    }
    return rest;
}

// The lines of a table that are not cronmend's: what a plan for an empty declaration leaves.
std::string lines_of_others(const std::string& text, const reconcile::TableTask& task,
                            const store::TableMemory& remembered) {
    plan::TableInput input;
    input.user = task.user;
    input.form = task.form;
    input.flavour = task.flavour;
    input.observed = {text};
    input.last_applied = remembered.applied;
    input.emptying = plan::Emptying::allow;
    for (const plan::AppliedEntry& entry : remembered.applied) {
        input.scope.files.push_back(entry.source);
    }
    const auto plan = plan::make_plan(input);
    return without_marked(plan ? plan->after : text, task);  // in doubt, all are
}

std::size_t lines_in(const std::string& text) {
    return split_lines(text).size();
}

// How many of the lines are not in the other text, one of each for one.
std::size_t lines_lost(const std::string& lines, const std::string& other) {
    std::map<std::string_view, std::size_t> kept;
    for (const std::string_view line : split_lines(other)) {
        ++kept[without_newline(line)];
    }
    std::size_t lost = 0;
    for (const std::string_view line : split_lines(lines)) {
        const auto found = kept.find(without_newline(line));
        if (found == kept.end() || found->second == 0) {
            ++lost;
        } else {
            --found->second;
        }
    }
    return lost;
}

}  // namespace

std::string show_rollback(const reconcile::RollbackPlan& plan, const std::string& table,
                          const Painter& paint) {
    return show_text_diff(plan.observed.text_or_empty(), plan.target.before.value_or(""),
                          plan.observed.absent() ? "/dev/null" : table + " (as it stands)",
                          plan.target.before
                              ? fmt::format("{} (as before row {})", table, plan.target.id)
                              : "/dev/null",
                          paint);
}

std::string rollback_warning(const reconcile::RollbackPlan& plan, const reconcile::TableTask& task,
                             store::Memory& memory) {
    if (plan.observed.absent()) {
        return {};
    }
    const auto remembered = memory.recall(task.key);
    const std::string& text = *plan.observed.text;
    const std::string others =
        lines_of_others(text, task, remembered ? *remembered : store::TableMemory{});
    if (!plan.target.before) {
        return fmt::format("this REMOVES the whole {} ({}, {} of them others')", task.name,
                           count_of(lines_in(text), "line", "lines"), lines_in(others));
    }
    const std::size_t lost = lines_lost(others, *plan.target.before);
    return lost == 0 ? std::string{}
                     : fmt::format("{} of others, as {} in the {} now, would go or change",
                                   count_of(lost, "line", "lines"),
                                   lost == 1 ? "it stands" : "they stand", task.name);
}

}  // namespace cronmend::cli
