// Commands for the reader to type, that do something to the very things this call was about.
#pragma once

#include <string>
#include <string_view>

#include "arguments.hpp"
#include "cronmend/store/store.hpp"
#include "settings.hpp"

namespace cronmend::cli {

// The command with this call's options behind it, their paths made absolute: it can be pasted
// anywhere.
[[nodiscard]] std::string again(std::string_view command, const CommonArguments& common,
                                const Setup& setup);

// This call's options that say which record is meant, each behind a blank: for commands about it.
[[nodiscard]] std::string record_options(const CommonArguments& common, const Setup& setup);

// What puts the declaration of this table back in force after a rollback. A rollback is told
// neither the table nor its declaration: the one is known by its key, the other is remembered.
// `text`: the table that it brought back.
[[nodiscard]] std::string resume_command(const CommonArguments& common, const Setup& setup,
                                         const std::string& key, const std::string& text,
                                         store::Memory& memory);

}  // namespace cronmend::cli
