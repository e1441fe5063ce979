#include "declaration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "cronmend/base/fingerprint.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/desired/codec.hpp"
#include "cronmend/host/files.hpp"
#include "cronmend/host/memory.hpp"
#include "cronmend/host/trust.hpp"
#include "cronmend/host/users.hpp"
#include "emptied_files.hpp"
#include "log.hpp"
#include "missing_file.hpp"
#include "zoning.hpp"

namespace cronmend::cli {
namespace {

namespace fs = boost::filesystem;

std::string real_place(const std::string& path) {
    boost::system::error_code problem;
    const fs::path real = fs::canonical(path, problem);
    return problem ? fs::absolute(path).lexically_normal().string() : real.string();
}

Error with_mend(const Error& error, const std::string& path, bool named) {
    if (named) {
        return with_way_out(error, path, "name another with -f FILE");
    }
    Error told = error;
    if (told.code == ErrorCode::not_found) {
        told.mend = "name your declarations with -f FILE, or put them there";
    }
    return told;
}

// A folder is part of what was looked at even while nothing is in it.
Result<void> note_folder(const std::string& path, bool empty, const Setup& setup,
                         Declaration& out) {
    // Who can put files into it declares what they like, even while there are none.
    if (auto trusted = setup.root ? host::check_trusted(path) : Result<void>{}; !trusted) {
        return unexpected(trusted.error());
    }
    out.scope.folders.push_back(real_place(path));
    if (empty) {
        log_warning(fmt::format("{}: the folder holds no declaration: no file *.yaml or *.yml",
                                printable(path)));
    }
    return {};
}

Result<std::vector<desired::SourceText>> read_sources(const Setup& setup, Declaration& out) {
    std::vector<desired::SourceText> sources;
    for (const std::string& path : setup.declarations) {
        auto files = host::declaration_files(path);
        if (!files) {
            return unexpected(with_mend(files.error(), path, setup.declarations_named));
        }
        if (files->size() != 1 || files->front() != path) {
            if (auto noted = note_folder(path, files->empty(), setup, out); !noted) {
                return unexpected(noted.error());
            }
        }
        for (const std::string& file : *files) {
            auto text = setup.root ? host::read_trusted_file(file) : host::read_file(file);
            if (!text) {
                return unexpected(text.error());
            }
            const std::string real = real_place(file);
            std::vector<std::string>& known = out.scope.files;
            if (std::find(known.begin(), known.end(), real) != known.end()) {
                continue;  // named twice
            }
            known.push_back(real);
            out.sources.emplace(file, real);
            sources.push_back({file, std::move(*text)});
        }
    }
    return sources;
}

// What a pass over these jobs takes, at most: their entries are read, compared and told.
void expect_to_work_on(const std::vector<desired::SourceText>& sources) {
    constexpr std::size_t kForEachByte = 100;
    std::size_t bytes = 0;
    for (const desired::SourceText& source : sources) {
        bytes += source.text.size();
    }
    host::expect_memory(kForEachByte * bytes);
}

std::string key_of(const std::vector<desired::SourceText>& sources, const Setup& setup) {
    std::string all =
        fmt::format("{}\n{}", setup.invoking_user.name(), to_string(setup.cron.flavour));
    for (const desired::SourceText& source : sources) {
        all += fmt::format("\n{}\n{}\n", source.path, source.text.size());
        all += source.text;
    }
    return fingerprint(all);
}

// An error for each user that is declared and that this host does not have. Only for root: for
// another, jobs of other users are wrong anyway.
Diagnostics unknown_users(const Setup& setup, const desired::ParsedState& parsed) {
    Diagnostics wrong;
    std::set<std::string> seen;
    const auto& jobs = parsed.state.jobs;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const desired::Job& job = jobs[i];
        if (!setup.root || !seen.insert(job.user).second) {
            continue;
        }
        const auto found = host::find_user(job.user);
        if (!found && found.error().code == ErrorCode::not_found) {
            const SourceLocation& named = parsed.places.at(i).user;
            wrong.push_back(
                {DiagnosticSeverity::error,
                 fmt::format("job {}: there is no user {} on this host", job.id, job.user),
                 "add the user, or correct `user:` there", named.line == 0 ? job.where : named});
        }
    }
    return wrong;
}

// With the places of the files' `timezone:`.
Diagnostics placed_zones(Diagnostics wrong, const desired::ParsedState& parsed) {
    const auto& jobs = parsed.state.jobs;
    for (Diagnostic& zone : wrong) {
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            if (jobs[i].where.file == zone.where.file && parsed.places.at(i).timezone.line != 0) {
                zone.where = parsed.places[i].timezone;
                break;
            }
        }
    }
    return wrong;
}

// In the order of the files, and then of places.
void sort_by_place(Diagnostics& all, const std::vector<desired::SourceText>& sources) {
    const auto rank = [&](const Diagnostic& one) {
        const auto file = std::find_if(
            sources.begin(), sources.end(),
            [&](const desired::SourceText& source) { return source.path == one.where.file; });
        return std::tuple(file - sources.begin(), one.where.line, one.where.column);
    };
    std::stable_sort(all.begin(), all.end(),
                     [&](const Diagnostic& a, const Diagnostic& b) { return rank(a) < rank(b); });
}

// All that is wrong at once: with what the declaration itself is wrong in stands what it names and
// this host does not have.
Diagnostics all_problems(const Setup& setup, const std::vector<desired::SourceText>& sources,
                         const desired::ParseOptions& options, const Diagnostics& emptied) {
    desired::ParsedState parsed = desired::parse(sources, options);
    Diagnostics all = std::move(parsed.diagnostics);
    for (const Diagnostic& error : emptied) {
        // In the place of the warning that it is empty.
        std::erase_if(all, [&](const Diagnostic& one) { return one.where == error.where; });
    }
    for (const Diagnostics& wrong :
         {emptied, placed_zones(unknown_zones(parsed.state.jobs), parsed),
          unknown_users(setup, parsed)}) {
        all.insert(all.end(), wrong.begin(), wrong.end());
    }
    sort_by_place(all, sources);
    return all;
}

// The sources as they were read before, or as they read now.
desired::ParsedState read_or_recall(const std::vector<desired::SourceText>& sources,
                                    const desired::ParseOptions& options, store::Memory& memory,
                                    Declaration& declaration) {
    std::optional<desired::ParsedState> parsed;
    if (auto cached = memory.cached_declaration(declaration.cache_key); cached && *cached) {
        parsed = desired::decode(**cached);
    }
    declaration.remembered = parsed.has_value();
    if (!parsed) {
        parsed = desired::parse(sources, options);
        declaration.encoded = desired::encode(*parsed);
    }
    log_detail(fmt::format("{} declared in {}{}",
                           count_of(parsed->state.jobs.size(), "job", "jobs"),
                           count_of(sources.size(), "file", "files"),
                           declaration.remembered ? ", unchanged since the last pass" : ""));
    return std::move(*parsed);
}

}  // namespace

Result<Declaration> load_declaration(const Setup& setup, store::Memory& memory, ZoneFacts zones) {
    Declaration declaration;
    auto sources = read_sources(setup, declaration);
    if (!sources) {
        return unexpected(sources.error());
    }
    expect_to_work_on(*sources);
    declaration.cache_key = key_of(*sources, setup);
    const desired::ParseOptions options{.default_user = setup.invoking_user.name(),
                                        .flavour = setup.cron.flavour};
    desired::ParsedState parsed = read_or_recall(*sources, options, memory, declaration);
    auto emptied = zones == ZoneFacts::gather ? emptied_files(*sources, declaration.sources, memory)
                                              : Result<Diagnostics>{Diagnostics{}};
    if (!emptied) {
        return unexpected(emptied.error());
    }
    bool usable = !has_errors(parsed.diagnostics) && emptied->empty();
    if (usable && zones == ZoneFacts::gather) {
        auto found = find_zones(setup, parsed.state.jobs);
        if (!found) {
            log_diagnostics(parsed.diagnostics);
            return unexpected(found.error());
        }
        usable = found->wrong.empty();
        declaration.zoning = std::move(found->zoning);
    }
    declaration.diagnostics =
        usable ? std::move(parsed.diagnostics) : all_problems(setup, *sources, options, *emptied);
    if (usable) {
        const Diagnostics warning = warning_of_variable(parsed.state.jobs);
        declaration.diagnostics.insert(declaration.diagnostics.end(), warning.begin(),
                                       warning.end());
    }
    log_diagnostics(declaration.diagnostics);
    if (!usable) {
        return declaration;
    }
    declaration.state = std::move(parsed.state);
    return declaration;
}

}  // namespace cronmend::cli
