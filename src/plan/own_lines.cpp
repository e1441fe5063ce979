#include "own_lines.hpp"

#include <algorithm>

namespace cronmend::plan {

std::optional<std::size_t> OwnLines::find(std::string_view line, const std::vector<bool>& taken,
                                          const std::unordered_set<std::size_t>& astray) const {
    const auto found = counts().find(line);
    if (found == counts().end()) {
        return std::nullopt;
    }
    const std::vector<std::size_t>& entries = found->second.entries;
    const auto used =
        static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(), [&](std::size_t i) {
            return taken[i] && !astray.contains(i);
        }));
    return entries.size() - used <= found->second.of_others ? std::nullopt
                                                            : first_free(found->second, taken);
}

std::optional<std::size_t> OwnLines::find_one_of_fewer(std::string_view line,
                                                       const std::vector<bool>& taken) const {
    const auto found = counts().find(line);
    return found == counts().end() || found->second.entries.size() >= found->second.before
               ? std::nullopt
               : first_free(found->second, taken);
}

std::optional<std::size_t> OwnLines::first_free(const Counts& counts,
                                                const std::vector<bool>& taken) const {
    const auto free =
        std::find_if(counts.entries.begin(), counts.entries.end(),
                     [&](std::size_t i) { return !taken[i] && !reading_.entries[i].intact; });
    return free == counts.entries.end() ? std::nullopt : std::optional{*free};
}

const std::unordered_map<std::string_view, OwnLines::Counts>& OwnLines::counts() const {
    if (counts_) {
        return *counts_;
    }
    counts_.emplace();
    for (const AppliedEntry& applied : input_.last_applied) {
        counts_->try_emplace(applied.line);
    }
    for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
        const ReadEntry& entry = reading_.entries[i];
        const auto own = entry.disabled ? counts_->end() : counts_->find(entry.text);
        if (own != counts_->end()) {
            own->second.entries.push_back(i);
        }
    }
    if (input_.last_seen) {
        for (const ReadEntry& entry :
             read_table(*input_.last_seen, input_.flavour, input_.form).entries) {
            const auto own = entry.disabled ? counts_->end() : counts_->find(entry.text);
            if (own != counts_->end()) {
                ++own->second.before;
                ++own->second.of_others;
            }
        }
        for (const AppliedEntry& applied : input_.last_applied) {
            std::size_t& of_others = counts_->at(applied.line).of_others;
            of_others -= of_others > 0 ? 1U : 0U;
        }
    }
    return *counts_;
}

}  // namespace cronmend::plan
