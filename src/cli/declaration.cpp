#include "declaration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>
#include <utility>
#include <vector>

#include "cronmend/base/fingerprint.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/desired/codec.hpp"
#include "cronmend/host/files.hpp"
#include "cronmend/host/trust.hpp"
#include "log.hpp"
#include "zoning.hpp"

namespace cronmend::cli {
namespace {

namespace fs = boost::filesystem;

std::string absolute(const std::string& path) {
    boost::system::error_code problem;
    const fs::path real = fs::canonical(path, problem);
    return problem ? fs::absolute(path).lexically_normal().string() : real.string();
}

// A name that is nearly the same, if one stands beside it.
std::string neighbour_of(const std::string& path) {
    boost::system::error_code problem;
    const fs::path folder = fs::absolute(path).parent_path();
    std::vector<std::string> names;
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end;
         entry.increment(problem)) {
        names.push_back(entry->path().filename().string());
    }
    const std::string near =
        nearest_word(fs::path{path}.filename().string(), {names.begin(), names.end()});
    return near.empty() ? near : (fs::path{path}.parent_path() / near).string();
}

Error with_mend(Error error, const std::string& path, bool named) {
    if (error.code != ErrorCode::not_found) {
        return error;
    }
    const std::string near = named ? neighbour_of(path) : "";
    if (!near.empty()) {
        error.mend = fmt::format("did you mean {}?", printable(near));
    } else if (named) {
        error.mend = fmt::format("it was looked for at {}; name another with -f FILE",
                                 printable(fs::absolute(path).string()));
    } else {
        error.mend = "name your declarations with -f FILE, or put them there";
    }
    return error;
}

Result<std::vector<desired::SourceText>> read_sources(const Setup& setup, Declaration& out) {
    std::vector<desired::SourceText> sources;
    for (const std::string& path : setup.declarations) {
        auto files = host::declaration_files(path);
        if (!files) {
            return unexpected(with_mend(files.error(), path, setup.declarations_named));
        }
        if (files->size() != 1 || files->front() != path) {
            // Who can put files into it declares what they like, even while there are none.
            if (auto trusted = setup.root ? host::check_trusted(path) : Result<void>{}; !trusted) {
                return unexpected(trusted.error());
            }
            out.scope.folders.push_back(absolute(path));
            if (files->empty()) {
                log_warning(
                    fmt::format("{}: the folder holds no declaration: no file *.yaml or *.yml",
                                printable(path)));
            }
        }
        for (const std::string& file : *files) {
            auto text = setup.root ? host::read_trusted_file(file) : host::read_file(file);
            if (!text) {
                return unexpected(text.error());
            }
            const std::string real = absolute(file);
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
    std::string all = fmt::format("{}\n{}", setup.invoking_user, to_string(setup.cron.flavour));
    for (const desired::SourceText& source : sources) {
        all += fmt::format("\n{}\n{}\n", source.path, source.text.size());
        all += source.text;
    }
    return fingerprint(all);
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
            *sources, {.default_user = setup.invoking_user, .flavour = setup.cron.flavour});
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
        auto zoning = make_zoning(setup, parsed->state.jobs);
        if (!zoning) {
            return unexpected(zoning.error());
        }
        declaration.zoning = std::move(*zoning);
    }
    declaration.state = std::move(parsed->state);
    return declaration;
}

}  // namespace cronmend::cli
