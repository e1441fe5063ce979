// The entries that an incident is about, each told from what is off with it.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cronmend/incident/incident.hpp"
#include "cronmend/reconcile/pass.hpp"
#include "cronmend/store/store.hpp"
#include "incident_writer.hpp"

namespace cronmend::reconcile {

// Looks up what is declared and what is remembered of them: there may be thousands. Both arguments
// must outlive it.
class MemberMaker {
public:
    MemberMaker(const TableTask& task, const store::TableMemory& memory);

    [[nodiscard]] incident::Member make(const plan::Change& change);

private:
    // Why it is off, without secrets. Most often it is one reason for all.
    [[nodiscard]] const std::string& told_reason(const plan::Change& change);
    // When it was last seen in order, if it ever was.
    [[nodiscard]] std::optional<ZonedTime> last_seen(const plan::Change& change) const;
    // The file that declares it or, for what is declared no more, that did; empty: not known.
    [[nodiscard]] std::string source(const plan::Change& change) const;

    const store::TableMemory& memory_;
    JobsById jobs_;
    std::map<std::pair<std::string_view, std::size_t>, const plan::AppliedEntry*> applied_;
    std::string reason_, told_reason_;
};

}  // namespace cronmend::reconcile
