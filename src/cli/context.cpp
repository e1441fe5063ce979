#include "context.hpp"

#include "cronmend/host/files.hpp"
#include "cronmend/host/trust.hpp"
#include "json_view.hpp"
#include "log.hpp"
#include "terminal.hpp"

namespace cronmend::cli {
namespace {

std::string database_path(const Setup& setup) {
    return setup.state_dir + "/cronmend.db";
}

Result<void> check_folder(const Setup& setup) {
    auto trusted = setup.root ? host::check_trusted(setup.state_dir) : Result<void>{};
    if (!trusted && trusted.error().code == ErrorCode::untrusted) {
        return unexpected(trusted.error().code, trusted.error().message,
                          "name a state folder that only root can change with --state-dir, such "
                          "as /var/lib/cronmend");
    }
    return trusted;
}

}  // namespace

ExitStatus refuse(const CommonArguments& common, const Error& error) {
    log_error(error);
    if (common.output == Output::json) {
        static_cast<void>(print(error_json({as_diagnostic(error, "")})));
    }
    return ExitStatus::error;
}

ExitStatus refuse(const CommonArguments& common, const Diagnostics& diagnostics) {
    log_error({ErrorCode::invalid_input, "the declaration cannot be used",
               "nothing was changed; mend what is named above"});
    if (common.output == Output::json) {
        static_cast<void>(print(error_json(diagnostics)));
    }
    return ExitStatus::error;
}

ExitStatus print_and(ExitStatus status, const std::string& text, Wrote wrote) {
    if (print(text)) {
        return status;
    }
    log_error({ErrorCode::write_failed, "standard output could not be written", ""});
    if (status != ExitStatus::done) {
        return status;
    }
    return wrote == Wrote::a_table ? ExitStatus::partly : ExitStatus::error;
}

Result<std::unique_ptr<store::Memory>> open_memory(const Setup& setup) {
    if (auto trusted = check_folder(setup);
        !trusted && trusted.error().code != ErrorCode::not_found) {
        return unexpected(trusted.error());
    }
    return store::open_read_only(database_path(setup));
}

Result<std::unique_ptr<host::PassLock>> lock_state(const Setup& setup) {
    if (auto made = host::make_folder(setup.state_dir); !made) {
        return unexpected(made.error());
    }
    if (auto trusted = check_folder(setup); !trusted) {
        return unexpected(trusted.error());
    }
    return host::lock_state(setup.state_dir);
}

Result<std::unique_ptr<store::Store>> open_store(const Setup& setup) {
    return store::open(database_path(setup));
}

}  // namespace cronmend::cli
