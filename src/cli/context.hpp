// What several commands do alike: the state folder, its database, and errors told the same way.
#pragma once

#include <memory>
#include <string>

#include "arguments.hpp"
#include "cronmend/base/diagnostic.hpp"
#include "cronmend/base/result.hpp"
#include "cronmend/host/lock.hpp"
#include "cronmend/store/store.hpp"
#include "exit_status.hpp"
#include "settings.hpp"

namespace cronmend::cli {

// Tells the error (as JSON too, if that was asked for) and gives the exit status for it.
[[nodiscard]] ExitStatus refuse(const CommonArguments& common, const Error& error);
// The same for a declaration that has errors, once its diagnostics were told.
[[nodiscard]] ExitStatus refuse(const CommonArguments& common, const Diagnostics& diagnostics);

// Whether a table was written before what is to be printed.
enum class Wrote { nothing, a_table };

// Writes to standard output; a failure there is an error of its own, which says by its exit status
// whether a table was written.
[[nodiscard]] ExitStatus print_and(ExitStatus status, const std::string& text,
                                   Wrote wrote = Wrote::nothing);

// For reading only: changes nothing, and a state folder that is not there is an empty memory.
[[nodiscard]] Result<std::unique_ptr<store::Memory>> open_memory(const Setup& setup);
// For a pass, first: makes the state folder if it is missing, and keeps other passes out. As root,
// refuses a folder that others can write.
[[nodiscard]] Result<std::unique_ptr<host::PassLock>> lock_state(const Setup& setup);
// For who asks for what is on record: that a named state folder is not there is told.
[[nodiscard]] Result<std::unique_ptr<store::Memory>> open_record(const CommonArguments& common,
                                                                 const Setup& setup);
// For who named a user, of whom nothing is on record: error not_found if there is none of that name
// either.
[[nodiscard]] Result<void> check_named_user(const CommonArguments& common);
// Behind the lock: makes what is missing.
[[nodiscard]] Result<std::unique_ptr<store::Store>> open_store(const Setup& setup);

}  // namespace cronmend::cli
