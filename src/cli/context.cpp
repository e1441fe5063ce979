#include "context.hpp"

#include <fmt/format.h>

#include <boost/filesystem.hpp>

#include "cronmend/base/text.hpp"
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

bool is_missing(const std::string& path) {
    boost::system::error_code problem;
    return boost::filesystem::symlink_status(path, problem).type() ==
           boost::filesystem::file_not_found;
}

bool is_empty(const std::string& path) {
    boost::system::error_code problem;
    return boost::filesystem::file_size(path, problem) == 0 && !problem;
}

// Of the state folder, as of what is wrong with it or on the way to it.
Error mistrusted(Error error) {
    if (error.code == ErrorCode::untrusted) {
        error.message = "the state folder: " + error.message;
        error.mend =
            "name a folder that only root can change with --state-dir, such as /var/lib/cronmend; "
            "or, if nobody else wrote into this one, see that only root can";
    }
    return error;
}

// As root: what stands in the state folder is believed, and written through, so it must be root's.
// A folder that is not there is in order.
Result<void> check_state(const Setup& setup) {
    if (!setup.root) {
        return {};
    }
    for (const char* folder : {"", "/incidents"}) {
        if (auto trusted = host::check_trusted(setup.state_dir + folder);
            !trusted && trusted.error().code != ErrorCode::not_found) {
            return unexpected(mistrusted(trusted.error()));
        }
    }
    for (const char* file : {"/cronmend.db", "/cronmend.db-wal", "/cronmend.db-shm",
                             "/cronmend.db-journal", "/lock"}) {
        // What is missing nobody else can put there, as of the folder that is known by now.
        const std::string path = setup.state_dir + file;
        if (is_missing(path)) {
            continue;
        }
        if (auto own = host::check_own_file(path); !own) {
            return own;
        }
    }
    return {};
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
    log_error({ErrorCode::write_failed, "standard output could not be written",
               wrote == Wrote::a_table
                   ? "what was to be told there was done: see `cronmend history`"
                   : ""});
    if (status != ExitStatus::done) {
        return status;
    }
    return wrote == Wrote::a_table ? ExitStatus::partly : ExitStatus::error;
}

Result<std::unique_ptr<store::Memory>> open_memory(const Setup& setup) {
    if (auto trusted = check_state(setup); !trusted) {
        return unexpected(trusted.error());
    }
    return store::open_read_only(database_path(setup));
}

Result<std::unique_ptr<store::Memory>> open_record(const CommonArguments& common,
                                                   const Setup& setup) {
    if (!setup.root && common.state_dir.empty() && !common.user.empty() &&
        common.user != setup.invoking_user.name()) {
        return unexpected(
            ErrorCode::not_permitted,
            fmt::format("what is on record in {} is about your own tables, not those of {}",
                        printable(setup.state_dir), printable(common.user)),
            fmt::format("for what root's passes did to the crontab of {} run it as root; another "
                        "record is named with --state-dir",
                        printable(common.user)));
    }
    boost::system::error_code problem;
    if (!common.state_dir.empty() && !boost::filesystem::exists(setup.state_dir, problem)) {
        log_warning(printable(setup.state_dir) +
                    " does not exist, so nothing is on record there\n    name the folder that the "
                    "passes are given with --state-dir");
    }
    return open_memory(setup);
}

Result<void> check_named_user(const CommonArguments& common) {
    if (common.user.empty() || common.user.starts_with('/')) {
        return {};
    }
    const auto found = host::find_user(common.user);
    if (found || found.error().code != ErrorCode::not_found) {
        return {};
    }
    return unexpected(ErrorCode::not_found,
                      fmt::format("there is no user {} on this host, and nothing is on record of "
                                  "one",
                                  printable(common.user)),
                      "correct the name behind --user, or leave it out to see all there is");
}

Result<std::unique_ptr<host::PassLock>> lock_state(const Setup& setup) {
    if (auto made = setup.root ? host::make_trusted_folder(setup.state_dir)
                               : host::make_folder(setup.state_dir);
        !made) {
        return unexpected(mistrusted(made.error()));
    }
    if (auto trusted = check_state(setup); !trusted) {
        return unexpected(trusted.error());
    }
    return host::lock_state(setup.state_dir);
}

Result<std::unique_ptr<store::Store>> open_store(const Setup& setup) {
    const std::string path = database_path(setup);
    const bool fresh = is_missing(path);
    if (is_empty(path)) {
        log_warning(printable(path) +
                    " was empty, and a new one is begun: what cronmend knew is gone, if it knew "
                    "anything\n    put a backup of the file back, if you have one; until the next "
                    "pass nothing is known of what was there before");
    }
    auto store = store::open(path);
    if (!store && fresh && is_empty(path)) {
        // All that a full disk let stand of it: the next pass shall not take it for one that was
        // lost.
        boost::system::error_code problem;
        boost::filesystem::remove(path, problem);
    }
    return store;
}

}  // namespace cronmend::cli
