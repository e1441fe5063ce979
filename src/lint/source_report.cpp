#include "source_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "cronmend/base/text.hpp"
#include "cronmend/lint/lint.hpp"
#include "cronmend/lint/rule.hpp"

namespace cronmend::lint::detail {

SourceReport::SourceReport(std::string file, std::vector<Ignore> ignores)
    : file_(std::move(file)), ignores_(std::move(ignores)) {
    for (std::size_t i = 0; i < ignores_.size(); ++i) {
        if (ignores_[i].target != 0) {
            by_target_[ignores_[i].target].push_back(i);
        }
    }
}

void SourceReport::about_job(std::string id, std::size_t line) {
    job_ = std::move(id);
    job_line_ = line;
}

bool SourceReport::silenced(std::string_view code, std::size_t line) {
    if (by_target_.empty()) {
        return false;
    }
    bool found = false;
    for (const std::size_t target : {line, job_line_}) {
        const auto at = target == 0 ? by_target_.end() : by_target_.find(target);
        if (at == by_target_.end()) {
            continue;
        }
        for (const std::size_t index : at->second) {
            if (ignores_[index].code == code) {
                ignores_[index].used = true;
                found = true;
            }
        }
    }
    return found;
}

bool SourceReport::add(std::string_view code, Place at, std::string summary, std::string mend,
                       std::optional<DiagnosticSeverity> severity) {
    if (silenced(code, at.line)) {
        return false;
    }
    auto seen = seen_.find(code);
    if (seen == seen_.end()) {
        seen = seen_.emplace(std::string{code}, Seen{}).first;
    }
    if (++seen->second.count > kMostOfOneRule) {
        return true;
    }
    seen->second.last = findings_.size();
    const Rule* rule = find_rule(code);
    findings_.push_back({std::string{code},
                         severity.value_or(rule ? rule->severity : DiagnosticSeverity::warning),
                         std::move(summary),
                         std::move(mend),
                         {file_, at.line, at.column},
                         job_});
    return true;
}

void SourceReport::add_once(std::string_view code, Place at, std::string summary,
                            std::string mend) {
    const std::tuple place{std::string{code}, at.line, at.column};
    if (!told_once_.contains(place) && add(code, at, std::move(summary), std::move(mend))) {
        told_once_.insert(place);
    }
}

void SourceReport::tell_unused() {
    about_job({}, 0);
    std::vector<std::string_view> codes;
    for (const Rule& rule : rules()) {
        codes.push_back(rule.code);
    }
    for (const Ignore& ignore : ignores_) {
        if (ignore.used) {
            continue;
        }
        const bool known = find_rule(ignore.code) != nullptr;
        const std::string meant = known ? "" : nearest_word(ignore.code, codes);
        add("unused-ignore", {ignore.line, ignore.column},
            known ? fmt::format("nothing here is silenced by ignore {}", ignore.code)
                  : fmt::format("{} is no code of a rule", quoted(ignore.code)),
            known           ? "take the comment out"
            : meant.empty() ? "see cronmend(1) for the codes"
                            : fmt::format("did you mean {}?", meant));
    }
}

Findings SourceReport::take() && {
    tell_unused();
    for (const auto& [code, seen] : seen_) {
        if (seen.count > kMostOfOneRule) {
            findings_[seen.last].summary +=
                fmt::format("; and {} more of this kind below", seen.count - kMostOfOneRule);
        }
    }
    std::stable_sort(findings_.begin(), findings_.end(), [](const Finding& a, const Finding& b) {
        return std::tie(a.where.line, a.where.column) < std::tie(b.where.line, b.where.column);
    });
    return std::move(findings_);
}

}  // namespace cronmend::lint::detail
