#include "lint_host.hpp"

#include "cronmend/host/users.hpp"
#include "cronmend/host/zone.hpp"

namespace cronmend::cli {

lint::Account LintHost::account(std::string_view user) {
    if (machine_ == Machine::elsewhere) {
        return lint::Account::unknown;
    }
    if (const auto known = accounts_.find(user); known != accounts_.end()) {
        return known->second;
    }
    const std::string name{user};
    const bool whole = name.find('\0') == std::string::npos;
    const auto found = whole ? host::find_user(name)
                             : Result<host::User>{unexpected(ErrorCode::not_found, "no such user")};
    const lint::Account account = found ? lint::Account::known
                                  : found.error().code == ErrorCode::not_found
                                      ? lint::Account::missing
                                      : lint::Account::unknown;
    return accounts_[name] = account;
}

lint::Program LintHost::program(std::string_view user, const std::string& path) {
    if (machine_ == Machine::elsewhere) {
        return lint::Program::unknown;
    }
    switch (programs_.access(std::string{user}, path)) {
        case host::ProgramAccess::runnable:
            return lint::Program::runnable;
        case host::ProgramAccess::missing:
            return lint::Program::missing;
        case host::ProgramAccess::forbidden:
            return lint::Program::forbidden;
        case host::ProgramAccess::no_file:
            return lint::Program::no_file;
        case host::ProgramAccess::unknown:
            break;
    }
    return lint::Program::unknown;
}

const cron::Zone* LintHost::zone(const std::string& name) {
    const auto [at, fresh] = zones_.try_emplace(name);
    if (fresh) {
        auto zone = name.empty() ? host::local_zone() : host::load_zone(name);
        if (zone) {
            at->second = std::move(*zone);
        }
    }
    return at->second ? &*at->second : nullptr;
}

}  // namespace cronmend::cli
