// Tools that keep entries in crontabs, by the comments and programs that they are known for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cronmend::adopt {

struct Keeper {
    std::string tool;        // "Ansible"; empty: none
    std::string name;        // what the tool calls the entry; empty: it has no name for it
    std::string group = {};  // what the block that it stands in is for; empty: none

    friend bool operator==(const Keeper&, const Keeper&) = default;
};

// What a comment (without LF) says of the entries below it.
struct KeeperComment {
    enum class Reach {
        entry,        // the next entry; environment lines may stand between
        block_start,  // all entries down to the block's end
        block_end,
        rest,  // all entries below
    };
    Reach reach = Reach::entry;
    Keeper keeper;
};

// Nothing for any other comment.
[[nodiscard]] std::optional<KeeperComment> read_keeper_comment(std::string_view comment);

// The hosting panel whose program the text names: a command, or the value of SHELL. Empty: none.
[[nodiscard]] std::string_view panel_in(std::string_view text);

}  // namespace cronmend::adopt
