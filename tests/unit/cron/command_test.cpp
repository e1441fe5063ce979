#include "cronmend/cron/command.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "support/random.hpp"

namespace cronmend::cron {
namespace {

using Input = std::optional<std::string>;

TEST_CASE("A command is decoded as cron does it") {
    struct Row {
        std::string text;
        std::string shell;
        Input input;
    };
    const std::vector<Row> rows = {
        {"", "", {}},
        {"date +\\%F", "date +%F", {}},
        {"date +%F", "date +", "F"},
        {"cat%", "cat", ""},
        {"cat%a%b", "cat", "a\nb"},
        {"cat%a%", "cat", "a\n"},
        {"cat%50\\%", "cat", "50%"},
        {"cat%a\\\\b\\c", "cat", "a\\\\b\\c"},
        {"cat%a\\\\%b", "cat", "a\\%b"},
        {"%x", "", "x"},
        {"a\\\\b", "a\\b", {}},
        {"a\\nb", "a\\nb", {}},
        {"a\\", "a\\", {}},
        {"a\\\\\\", "a\\\\", {}},
        {"a\\\\%b", "a\\", "b"},
        {"a\\\\\\%b", "a\\%b", {}},
        {"a # b", "a # b", {}},
        {std::string("a\0b", 3), "a", {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const DecodedCommand command = decode_command(row.text);
        CHECK(command.shell == row.shell);
        CHECK(command.standard_input == row.input);
    }
}

TEST_CASE("A command is encoded with no backslash too many") {
    struct Row {
        DecodedCommand command;
        std::string text;
    };
    const std::vector<Row> rows = {
        {{"date +%F", {}}, "date +\\%F"},
        {{"sed s/\\n/x/", {}}, "sed s/\\n/x/"},
        {{"a\\\\b", {}}, "a\\\\\\b"},
        {{"a\\%b", {}}, "a\\\\\\%b"},
        {{"a\\", {}}, "a\\"},
        {{"a\\", ""}, "a\\\\%"},
        {{"cat", "a\nb %\n"}, "cat%a%b \\%%"},
        {{"cat", "a\\b"}, "cat%a\\b"},
        {{"", {}}, ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(encode_command(row.command) == row.text);
        CHECK(decode_command(row.text) == row.command);
    }
}

// All texts of that length over the letters that matter, in order.
void for_each_text(std::size_t length, const std::string& letters, const auto& visit) {
    std::string text(length, letters[0]);
    std::size_t count = 1;
    for (std::size_t i = 0; i < length; ++i) {
        count *= letters.size();
    }
    for (std::size_t number = 0; number < count; ++number) {
        std::size_t rest = number;
        for (char& c : text) {
            c = letters[rest % letters.size()];
            rest /= letters.size();
        }
        visit(text);
    }
}

TEST_CASE("The encoding is the shortest, over all short texts") {
    for (std::size_t length = 0; length <= 7; ++length) {
        for_each_text(length, "\\%a", [](const std::string& text) {
            CAPTURE(text);
            const std::string again = encode_command(decode_command(text));
            CHECK(again.size() <= text.size());
            CHECK(decode_command(again) == decode_command(text));
        });
    }
}

TEST_CASE("Encoding and decoding are inverse, over generated commands") {
    test::Random random(test::chosen_seed());
    CAPTURE(random.seed());
    for (int i = 0; i < 20000; ++i) {
        DecodedCommand command{random.bytes(9, "ab \\\\%%'\xff"), {}};
        if (random.one_in(2)) {
            command.standard_input = random.bytes(9, "ab \\\\%%\n'\xff");
        }
        // What cron has no way to say: a backslash before a newline on standard input.
        if (command.standard_input.value_or("").find("\\\n") == std::string::npos) {
            CAPTURE(command.shell);
            CHECK(decode_command(encode_command(command)) == command);
        }
    }
}

TEST_CASE("Variables for one command are exported in its own shell") {
    CHECK(with_exports({}, "run") == "run");
    CHECK(with_exports({{"A", "x"}}, "run") == "export A='x'; run");
    CHECK(with_exports({{"B", "it's"}, {"A", "$x `y` \\"}}, "run 'z'") ==
          "export A='$x `y` \\' B='it'\\''s'; run 'z'");
    CHECK(with_exports({{"A", ""}}, "run") == "export A=''; run");
    for (const char* command : {"run; export A='x'; y", "export", "", " run"}) {
        CHECK(without_exports(command) == command);
        CHECK(without_exports(with_exports({{"B", "it's; "}, {"A", "x"}}, command)) == command);
    }
}

}  // namespace
}  // namespace cronmend::cron
