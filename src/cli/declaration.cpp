#include "declaration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>
#include <set>
#include <utility>
#include <vector>

#include "cronmend/base/fingerprint.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/desired/codec.hpp"
#include "cronmend/host/files.hpp"
#include "cronmend/host/trust.hpp"
#include "cronmend/host/users.hpp"
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
Diagnostics unknown_users(const Setup& setup, const std::vector<desired::Job>& jobs) {
    Diagnostics wrong;
    std::set<std::string> seen;
    for (const desired::Job& job : jobs) {
        if (!setup.root || !seen.insert(job.user).second) {
            continue;
        }
        const auto found = host::find_user(job.user);
        if (!found && found.error().code == ErrorCode::not_found) {
            wrong.push_back(
                {DiagnosticSeverity::error,
                 fmt::format("job {}: there is no user {} on this host", job.id, job.user),
                 "add the user, or correct `user:` there", job.where});
        }
    }
    return wrong;
}

}  // namespace

Result<Declaration> load_declaration(const Setup& setup, store::Memory& memory, ZoneFacts zones) {
    Declaration declaration;
    auto sources = read_sources(setup, declaration);
    if (!sources) {
        return unexpected(sources.error());
    }
    declaration.cache_key = key_of(*sources, setup);
    std::optional<desired::ParsedState> parsed;
    if (auto cached = memory.cached_declaration(declaration.cache_key); cached && *cached) {
        parsed = desired::decode(**cached);
    }
    declaration.remembered = parsed.has_value();
    if (!parsed) {
        parsed = desired::parse(
            *sources, {.default_user = setup.invoking_user.name(), .flavour = setup.cron.flavour});
        declaration.encoded = desired::encode(*parsed);
    }
    log_detail(fmt::format("{} declared in {}{}",
                           count_of(parsed->state.jobs.size(), "job", "jobs"),
                           count_of(sources->size(), "file", "files"),
                           declaration.remembered ? ", unchanged since the last pass" : ""));
    log_diagnostics(parsed->diagnostics);
    declaration.diagnostics = std::move(parsed->diagnostics);
    if (has_errors(declaration.diagnostics)) {
        return declaration;
    }
    if (zones == ZoneFacts::gather) {
        auto found = find_zones(setup, parsed->state.jobs);
        if (!found) {
            return unexpected(found.error());
        }
        if (!found->wrong.empty()) {
            // All that is wrong at once: users are looked up now, though no table is reached yet.
            for (Diagnostics wrong : {found->wrong, unknown_users(setup, parsed->state.jobs)}) {
                log_diagnostics(wrong);
                auto& all = declaration.diagnostics;
                all.insert(all.end(), wrong.begin(), wrong.end());
            }
            return declaration;
        }
        declaration.zoning = std::move(found->zoning);
    }
    declaration.state = std::move(parsed->state);
    return declaration;
}

}  // namespace cronmend::cli
