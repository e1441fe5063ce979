#include "compose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cronmend/base/redact.hpp"

namespace cronmend::adopt {
namespace {

// An id that YAML would read as a number or as true or false would have to stand in quotes.
std::string without_quotes(const std::string& id) {
    return desired::yaml_scalar(id) == id ? id : "job-" + id;
}

// An id goes into markers, reports and mails: no word of it may come from a secret.
std::string without_secrets(const std::string& command) {
    constexpr std::string_view kMark = "[redacted]";
    std::string text = redact(command);
    for (std::size_t at = text.find(kMark); at != std::string::npos; at = text.find(kMark, at)) {
        text.erase(at, kMark.size());
    }
    return text;
}

// Ids of cronmend's own markers come first, as they must stay; then those of other tools.
void give_ids(Material& material) {
    IdBook book;
    for (Placed& placed : material.drafts) {
        placed.name = name_of_command(without_secrets(placed.draft.job.command));
        placed.id.clear();
    }
    for (Placed& placed : material.drafts) {
        if (const std::string& id = placed.draft.entries.front().marked_job; !id.empty()) {
            placed.id = book.give(id, {});
        }
    }
    for (Placed& placed : material.drafts) {
        const std::string name = slug(placed.draft.entries.front().keeper.name);
        if (placed.id.empty() && !name.empty()) {
            placed.id = book.give(without_quotes(name), {placed.draft.job.user});
        }
    }
    for (Placed& placed : material.drafts) {
        if (placed.id.empty()) {
            const std::string user = material.tables.size() > 1 ? slug(placed.draft.job.user) : "";
            placed.id = book.give(without_quotes(placed.name.name),
                                  {user, placed.name.place,
                                   name_of_schedule(placed.draft.job.schedules.front().text)});
        }
        placed.draft.job.id = placed.id;
    }
}

bool has_variable(const desired::Job& job, const std::string& name, const std::string& value) {
    const auto found = job.environment.find(name);
    return found != job.environment.end() && found->second == value;
}

// What all jobs have in common goes to the top.
void find_common(const Material& material, desired::WrittenDeclaration& written) {
    const std::vector<Placed>& drafts = material.drafts;
    if (drafts.empty()) {
        return;
    }
    const desired::Job& first = drafts.front().draft.job;
    const auto all = [&](const auto& holds) {
        return std::all_of(drafts.begin(), drafts.end(),
                           [&](const Placed& placed) { return holds(placed.draft.job); });
    };
    const bool one_user = all([&](const desired::Job& job) { return job.user == first.user; });
    const bool as_unnamed = all([&](const desired::Job& job) {
        return job.user == (job.target.empty() ? material.options.default_user : "root");
    });
    if (one_user && !as_unnamed) {
        written.user = first.user;
    }
    if (drafts.size() < 2) {
        return;
    }
    for (const auto& [name, value] : first.environment) {
        // A raw command takes no exports, so that a default would be an error for it.
        if (all([&, key = name, wanted = value](const desired::Job& job) {
                return has_variable(job, key, wanted);
            })) {
            written.environment.emplace(name, value);
        }
    }
}

std::string heading(const std::vector<StandingTable>& tables) {
    std::string names;
    for (const StandingTable& table : tables) {
        names += (names.empty() ? "" : ", ") + table.name;
    }
    return "Imported from the " + names + ".";
}

// What an apply makes of the system's tables.
void add_remarks_on_system(const Material& material, desired::WrittenDeclaration& written) {
    const auto any = [&](const auto& holds) {
        return std::any_of(material.tables.begin(), material.tables.end(), holds);
    };
    const bool moves = any([](const StandingTable& table) {
        return table.form == cron::TableForm::system && table.target.empty();
    });
    const bool stays = any([](const StandingTable& table) { return !table.target.empty(); });
    if (stays) {
        written.remarks.emplace_back("With an apply, each target becomes cronmend's as a whole.");
    }
    if (moves) {
        written.remarks.push_back(
            fmt::format("An apply puts {} entries into the crontabs of their users.",
                        stays ? "the other" : "these"));
        written.remarks.emplace_back(
            "Take each out of the system's table at the same time: else cron runs it twice.");
    }
}

void close_with(const std::vector<LeftOut>& left_out, desired::WrittenDeclaration& written) {
    for (const LeftOut& entry : left_out) {
        written.closing.push_back(fmt::format("Not declared: line {} of the {}: {}:",
                                              entry.line + 1, entry.table->name, entry.reason));
        written.closing.push_back("    " + redact(entry.text));
    }
}

}  // namespace

desired::WrittenDeclaration compose(Material& material) {
    give_ids(material);
    const std::vector<Placed>& drafts = material.drafts;
    desired::WrittenDeclaration written;
    written.timezone = material.timezone;
    find_common(material, written);
    written.remarks.push_back(heading(material.tables));
    written.remarks.insert(written.remarks.end(), material.remarks.begin(), material.remarks.end());
    add_remarks_on_system(material, written);
    const bool several = std::any_of(drafts.begin(), drafts.end(), [&](const Placed& placed) {
        return placed.draft.job.user != drafts.front().draft.job.user;
    });
    for (const Placed& placed : drafts) {
        desired::WrittenJob job{placed.draft.job, remarks_of(placed.draft)};
        if (!several) {
            job.job.user.clear();
        }
        for (const auto& [name, value] : written.environment) {
            job.job.environment.erase(name);
        }
        written.jobs.push_back(std::move(job));
    }
    close_with(material.left_out, written);
    return written;
}

}  // namespace cronmend::adopt
