// Jobs that one table has by an earlier pass, and that the same declaration gives to another.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "arguments.hpp"
#include "cronmend/base/result.hpp"
#include "cronmend/plan/plan.hpp"
#include "cronmend/reconcile/pass.hpp"
#include "cronmend/store/store.hpp"
#include "declaration.hpp"

namespace cronmend::cli {

// A job is put into its new table first, and taken out of the old one once it stands there: what
// goes wrong in between starts it twice, and is told, and never leaves it out.
class MovedJobs {
public:
    // The tasks have taken their jobs out of the declaration. Those that give no job away are put
    // before the others.
    [[nodiscard]] static Result<MovedJobs> find(const CommonArguments& common,
                                                const Declaration& declaration,
                                                store::Memory& memory,
                                                std::vector<reconcile::TableTask>& tasks);

    [[nodiscard]] bool empty() const { return moves_.empty(); }
    // The table with this key is as the plan leaves it.
    void note(const std::string& key, const plan::TablePlan& plan);
    // Fills plan::TableInput::moved_to of the task's table. True if it tells more than before of
    // what stands elsewhere.
    bool settle(reconcile::TableTask& task) const;

private:
    struct Move {
        std::string job, from, to;  // tables by their keys
    };

    void add(Move move, reconcile::TableTask* to);

    std::vector<Move> moves_;
    std::set<std::pair<std::string, std::string>> standing_;  // table and job, all of its entries
};

}  // namespace cronmend::cli
