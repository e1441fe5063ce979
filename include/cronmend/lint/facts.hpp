// What lint wants to know of the host, asked through a small interface so that the rules stay pure.
#pragma once

#include <string>
#include <string_view>

#include "cronmend/cron/zone.hpp"

namespace cronmend::lint {

// Whether a user could start the program behind an absolute path, by owners and mode bits alone.
enum class Program {
    runnable,
    missing,    // nothing is there
    forbidden,  // a file, but this user may not execute it, or not get at it
    no_file,    // a folder, a device…
    unknown,    // the host did not say
};

enum class Account { known, missing, unknown };

class HostFacts {
public:
    virtual ~HostFacts() = default;

    [[nodiscard]] virtual Account account(std::string_view user) = 0;
    [[nodiscard]] virtual Program program(std::string_view user, const std::string& path) = 0;
    // The zone of that name; the empty name asks for the one that cron here runs in. Null if there
    // is none of that name. What is pointed to lives as long as this.
    [[nodiscard]] virtual const cron::Zone* zone(const std::string& name) = 0;
};

}  // namespace cronmend::lint
