// One entry that is wanted: a job and one of its schedules, with what it needs around it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/plan/plan.hpp"
#include "reading.hpp"
#include "wanted.hpp"

namespace cronmend::plan {

// A variable's value at some place of a table; nothing if none is set there.
using Lookup = std::function<std::optional<std::string_view>(std::string_view name)>;

// A variable that must have this value for an entry to do what was declared. The texts are those
// of the slot that it is a need of.
struct Need {
    std::string_view name;
    std::optional<std::string_view> value;  // nothing: as if nobody had set it
    // By the declaration; else as it was when last applied, but for what was declared then.
    bool declared = false;
};

struct Slot {
    const desired::Job* job = nullptr;
    std::string_view owner;  // whom the entry runs as
    WantedEntry wanted;
    std::string plain_line;     // the entry's line, without its variables
    std::string exported_line;  // with the variables that cron does not act on set in the command
    std::string plain_key, exported_key;  // as ReadEntry::key(); equal if nothing is exported
    cron::Environment exports;
    const AppliedEntry* last = nullptr;  // nothing: never applied
    bool job_was_applied = false;        // another entry of the job was
    std::optional<std::size_t> entry;    // index into Reading::entries: the one that is it
    bool as_written = false;             // `entry` has the command letter by letter, escaped twice

    [[nodiscard]] const std::string& id() const { return job->id; }
    [[nodiscard]] std::size_t index() const { return wanted.index; }
};

// The slots of all jobs that are looked at, `mode: off` left out. Error unsupported for a job that
// cannot be kept on this host.
[[nodiscard]] Result<std::vector<Slot>> make_slots(const TableInput& input);
// Error invalid_input for a job whose line crontab would refuse. A slot's own entry is not asked
// about again.
[[nodiscard]] Result<void> check_lines(const TableInput& input, const Reading& reading,
                                       const std::vector<Slot>& slots);

// The value that counts: what is not set has cron's default.
// `owner`: whom the entry in question runs as.
[[nodiscard]] std::optional<std::string> effective(std::string_view name,
                                                   std::optional<std::string_view> value,
                                                   std::string_view owner, const TableInput& input);
// Whose defaults hold where no entry is in question: the table's user; in a system table root's.
[[nodiscard]] std::string_view table_owner(const TableInput& input);
// True if a line of the table can set the variable for some entries, and another one can put back
// what was in force before: CRON_TZ too, where cron honours it, as an empty one is none.
[[nodiscard]] bool can_be_set(std::string_view name, const TableInput& input);

// What the slots' entries need around them. The input must outlive it.
class Needs {
public:
    explicit Needs(const TableInput& input);

    [[nodiscard]] std::vector<Need> of(const Slot& slot) const;
    // The first need that the place does not meet; nothing if it meets all.
    [[nodiscard]] std::optional<Need> unmet(const Slot& slot, const Lookup& lookup) const;

private:
    template <class Visit>
    void visit(const Slot& slot, const Visit& is_last) const;
    [[nodiscard]] bool can_be_kept(std::string_view name, std::string_view owner) const;

    const TableInput& input_;
    std::vector<std::string_view> kept_;  // variables that stay as they were when last applied
};

// What lines of ours set for the slot's entry when it was last applied, as its declaration named it
// then, and does not any more.
[[nodiscard]] std::vector<std::string_view> given_up_by(const Slot& slot);
// The name of a variable that lines of ours set for an entry on that line, otherwise than it would
// be without them, as the slot's declaration had it then and has it no more; nothing if there is
// none.
[[nodiscard]] std::optional<std::string_view> left_behind(const Slot& slot, const Reading& reading,
                                                          std::size_t line,
                                                          const TableInput& input);

// True if every exported variable has its value there already.
[[nodiscard]] bool exports_are_set(const Slot& slot, const Lookup& lookup);

// What a reader of the table sees: every line counts.
[[nodiscard]] Lookup lookup_at(const Reading& reading, std::size_t line);
// Values as they are without our own environment lines.
[[nodiscard]] Lookup foreign_lookup_at(const Reading& reading, std::size_t line);

}  // namespace cronmend::plan
