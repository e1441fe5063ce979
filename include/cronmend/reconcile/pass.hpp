// One pass: the order of its effects. Observe, plan, record, write, read back, resolve, report.
//
// Level-triggered: every pass starts from what stands there now. What it must not lose is on disk
// before the crontab is touched, so that a pass killed between any two effects is taken up by the
// next one and ends the same story.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/result.hpp"
#include "cronmend/host/crontab_table.hpp"
#include "cronmend/host/machine.hpp"
#include "cronmend/plan/plan.hpp"
#include "cronmend/store/store.hpp"

namespace cronmend::reconcile {

// What one table is to become, and by what it is reached.
struct TableTask {
    std::string user;
    std::string key;                 // in the store: the user's name, or the file's path
    std::string name;                // for people: "crontab of root"
    std::string show_command;        // what shows it: "crontab -l -u root"
    std::string diff_command;        // what shows that it is in order
    std::vector<desired::Job> jobs;  // of this table alone
    plan::Emptying emptying = plan::Emptying::refuse;
    bool release_hold = false;       // put the declaration back in force after a rollback
    host::CrontabTable* table = nullptr;
};

// Observes the table and makes the plan. Changes nothing.
[[nodiscard]] Result<plan::TablePlan> plan_table(const TableTask& task, store::Memory& memory);

}  // namespace cronmend::reconcile
