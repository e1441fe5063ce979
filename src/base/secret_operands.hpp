// Arguments of programs that are secrets by their place: htpasswd -b FILE USER SECRET.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace cronmend::detail {

// What in a secret's place is none.
enum class NoSecret {
    never,
    pair,  // NAME=value, which names itself
    path,  // what begins with a slash of either kind
};

struct SecretOperand {
    std::string_view program;
    std::string_view command;          // what its first operands must be, a blank between them
    std::size_t place = 0;             // among the operands behind these, from 1
    std::string_view letters = {};     // options of one dash that must be there
    std::string_view with_value = {};  // options whose value is the next word; the program's first
                                       // row has them
    NoSecret no_secret = NoSecret::never;
};

// Looks on as a command's words go by, in their order.
class OperandWatch {
public:
    // Another command begins.
    void restart() {
        rows_ = {};
        installs_ = false;
        quote_ = '\0';
    }

    // A word that may be a program's name, whatever stands in front of it.
    void look_at_program(std::string_view name);

    [[nodiscard]] bool watches() const { return !rows_.empty(); }

    // The word that was awaited behind an option is past.
    void pass_value() { skips_ = false; }

    // A further word of the program, an option too. True if it is a secret. Only while this
    // watches.
    [[nodiscard]] bool is_secret(std::string_view word);

private:
    [[nodiscard]] bool fits(const SecretOperand& row, std::string_view word) const;
    [[nodiscard]] bool is_possible(const SecretOperand& row) const;
    void note_option(std::string_view word);

    static constexpr std::size_t kMostOperands = 8;

    std::span<const SecretOperand> rows_;
    std::array<std::string_view, kMostOperands> operands_;
    std::size_t count_ = 0;
    std::uint64_t letters_ = 0;  // of the options that were there
    bool skips_ = false;         // the next word is an option's value
    char quote_ = '\0';          // in which an option's value of several words stands
    bool installs_ = false;      // the command installs programs: it runs none of those it names
};

}  // namespace cronmend::detail
