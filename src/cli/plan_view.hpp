// A plan for a person: what, where, why, before and after.
#pragma once

#include <string>

#include "cronmend/plan/plan.hpp"
#include "cronmend/reconcile/pass.hpp"
#include "terminal.hpp"

namespace cronmend::cli {

// Of a table whose entries are as declared, but that cron does not take.
inline constexpr std::string_view kRefused =
    "its entries are as declared, but cron refuses the table and runs none of it";

// "crontab of root: 3 changes" and what each is about; one line if all is in order. `resume`: the
// command that ends a hold.
[[nodiscard]] std::string show_plan(const std::string& table, const plan::TablePlan& plan,
                                    const std::optional<store::Hold>& hold,
                                    const std::string& resume, const Painter& paint);

// The changes alone, indented; of very many of one sort the first, and how many more there are.
enum class Tense { to_come, done };
[[nodiscard]] std::string show_changes(const plan::TablePlan& plan, Tense tense,
                                       const Painter& paint);

// What to do about a table that was rolled back.
[[nodiscard]] std::string show_hold(const store::Hold& hold, const std::string& resume,
                                    const Painter& paint);

// Without secrets; control characters made visible.
[[nodiscard]] std::string show_diff(const std::string& table, const plan::TablePlan& plan,
                                    const Painter& paint);
[[nodiscard]] std::string show_text_diff(const std::string& before, const std::string& after,
                                         const std::string& before_name,
                                         const std::string& after_name, const Painter& paint);

// The entries that are not cronmend's.
[[nodiscard]] std::string show_foreign(const plan::TablePlan& plan, const Painter& paint);

}  // namespace cronmend::cli
