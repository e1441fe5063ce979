// Crontab lines for tests over generated inputs: near the edges of cron's grammar, on both sides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/random.hpp"

namespace cronmend::test {

using Texts = std::vector<std::string>;

inline const std::string kByteFf = "\xff";
inline const std::string kNul(1, '\0');

// A value, range or list as the fields have them, with numbers around the field's ends.
class FieldGenerator {
public:
    explicit FieldGenerator(Random& random) : random_(random) {}

    std::string good(int low, int high, const Texts& names = {}) {
        std::string text = good_member(low, high, names);
        while (random_.one_in(4)) {
            text += "," + good_member(low, high, names);
        }
        return text;
    }

    std::string odd() {
        static const Texts kPieces = {
            "*",    "0",   "1",   "5",    "7",   "8",     "12",    "13",    "23",  "24",
            "31",   "32",  "59",  "60",   "08",  "00",    "-",     "/",     ",",   "*/",
            "-1",   "+5",  "~",   "?",    "L",   "W",     "#",     ";",     ":",   ".",
            "mon",  "SUN", "Jan", "dec",  "sat", "mo",    "x",     "5-1",   "*/0", "1-5",
            "/2",   "*/2", "/60", "tues", "1e1", "0x10",  "'",     "\"",    "=",   "\r",
            "\x80", "é",   "-59", "0-6",  "1,2", "fri-7", "sat-0", "MON#2", "\v",  "\f"};
        static const Texts kRare = {kByteFf,
                                    kNul,
                                    std::string(999, '0'),
                                    std::string(1000, '0'),
                                    "4294967296",
                                    "4294967297",
                                    "2147483647",
                                    "2147483648",
                                    "9223372036854775807",
                                    "9223372036854775808",
                                    "18446744073709551616",
                                    "18446744073709551621"};
        std::string text;
        for (std::size_t left = 1 + random_.below(4); left > 0; --left) {
            text += random_.pick(random_.one_in(12) ? kRare : kPieces);
        }
        return text;
    }

private:
    std::string value(int low, int high, const Texts& names) {
        const auto index = random_.below(static_cast<std::size_t>(high - low + 1));
        if (index < names.size() && random_.one_in(3)) {
            return names[index];
        }
        const std::string number = std::to_string(low + static_cast<int>(index));
        return random_.one_in(8) ? "0" + number : number;
    }

    std::string good_member(int low, int high, const Texts& names) {
        switch (random_.below(6)) {
            case 0:
            case 1:
                return "*";
            case 2:
                return "*/" + std::to_string(1 + random_.below(70));
            case 3:
                return value(low, high, names) + "-" + value(low, high, names);
            case 4:
                return value(low, high, names) + "-" + value(low, high, names) + "/" +
                       std::to_string(1 + random_.below(9));
            default:
                return value(low, high, names);
        }
    }

    Random& random_;
};

class LineGenerator {
public:
    explicit LineGenerator(Random& random) : random_(random), fields_(random) {}

    // Five fields that cron takes.
    std::string schedule() {
        static const Texts kMonths = {"jan", "Feb", "MAR", "apr", "may", "jun",
                                      "jul", "aug", "sep", "oct", "nov", "dec"};
        static const Texts kDays = {"sun", "Mon", "TUE", "wed", "thu", "fri", "sat"};
        return fields_.good(0, 59) + blanks() + fields_.good(0, 23) + blanks() +
               fields_.good(1, 31) + blanks() + fields_.good(1, 12, kMonths) + blanks() +
               fields_.good(0, 7, kDays);
    }

    // Any of the kinds below, without LF inside or at the end.
    std::string line() {
        switch (random_.below(10)) {
            case 0:
                return word_entry();
            case 1:
            case 2:
                return environment();
            case 3:
                return long_line();
            case 4:
                return noise();
            case 5:
                return (random_.one_in(2) ? "#" : "# ") + entry();
            case 6:
            case 7:
                return mutated(random_.one_in(3) ? environment() : entry());
            case 8:
                return odd_entry();
            default:
                return entry();
        }
    }

    std::string entry() { return schedule() + blanks() + command(); }

    std::string environment() {
        static const Texts kNames = {"A",      "PATH",  "SHELL",  "",    "*",   "5",
                                     "\"A\"",  "'A B'", "\"",     "A B", "A\r", "\x80",
                                     "@daily", "''",    "\"A=\"", "A\"B"};
        static const Texts kEquals = {"=", " =", "= ", " = ", "\t=\t", "", "==", " \r=\f", "\v=\v"};
        static const Texts kValues = {
            "x",        "/usr/bin:/bin", "\"\"",    "\"a b\"",    "'a'",   "\"a\" b", "\"a\"#c",
            "\"a",      "\"'x'\"",       "'\"x\"'", "a  \t",      "\r",    "",        "x\r",
            "\"x  \" ", "\" x\"\r",      "''",      "\"a\\\"b\"", "a # b", "\"",      "' '\v\f"};
        return (random_.one_in(8) ? blanks() : "") + random_.pick(kNames) + random_.pick(kEquals) +
               random_.pick(kValues);
    }

    std::string noise() {
        static const std::string kAlphabet =
            std::string("*0123456789 \t,-/=@#\"'\\%AamonSUN\r\v\f;~\x80\xff") + kNul;
        return random_.bytes(24, kAlphabet);
    }

private:
    std::string blanks() {
        static const Texts kBlanks = {" ", " ", " ", " ", " ", "  ", "\t", " \t "};
        return random_.pick(kBlanks);
    }

    std::string command() {
        static const Texts kCommands = {"x",
                                        "",
                                        "/bin/true # no comment",
                                        "*",
                                        "-x",
                                        "a\\",
                                        "a%b\\%c",
                                        "x > y\r",
                                        "= b",
                                        "\xff",
                                        "\x80\xff",
                                        "@daily",
                                        "echo *",
                                        "=",
                                        kNul,
                                        "x" + kNul,
                                        "x" + kNul + "# y",
                                        "x" + kNul + "y",
                                        "x" + kNul + "A=b",
                                        "x" + kNul + "* * * * * y"};
        return random_.pick(kCommands);
    }

    std::string odd_entry() {
        std::string text = random_.one_in(6) ? blanks() : "";
        for (int field = 0; field < 5; ++field) {
            text += random_.one_in(3) ? fields_.odd() : fields_.good(1, 7);
            text += random_.one_in(40) ? "" : blanks();
        }
        return text + command();
    }

    std::string word_entry() {
        static const Texts kWords = {
            "@reboot", "@yearly",   "@annually",     "@monthly", "@weekly",   "@daily",
            "@hourly", "@midnight", "@DAILY",        "@noon",    "@every 5m", "@",
            "@dailyx", "@daily\r",  "@daily" + kNul, "@daily\v", "@ daily"};
        return (random_.one_in(6) ? blanks() : "") + random_.pick(kWords) +
               (random_.one_in(6) ? "" : blanks()) + command();
    }

    // Around cron's limits of 998 bytes for commands and assignments.
    std::string long_line() {
        const std::size_t size = 990 + random_.below(16);
        switch (random_.below(4)) {
            case 0:
                return "* * * * * " + std::string(size, 'x');
            case 1:
                return "A=" + std::string(size, 'x') + random_.pick(Texts{"", " ", "\"", "= "});
            case 2:
                return "A=\"" + std::string(size, 'x') + random_.pick(Texts{"\"", "\" ", "\" y"});
            default:
                return std::string(size, random_.one_in(2) ? ' ' : 'A') +
                       random_.pick(Texts{"=x", "* * * * * x", "\"\"=x"});
        }
    }

    std::string mutated(std::string text) {
        for (std::size_t left = 1 + random_.below(3); left > 0; --left) {
            const std::size_t at = random_.below(text.size() + 1);
            char byte = static_cast<char>(random_.below(256));
            byte = byte == '\n' ? '\0' : byte;
            switch (random_.below(3)) {
                case 0:
                    text.insert(at, 1, byte);
                    break;
                case 1:
                    text.erase(at, 1);
                    break;
                default:
                    if (at < text.size()) {
                        text[at] = byte;
                    }
            }
        }
        return text;
    }

    Random& random_;
    FieldGenerator fields_;
};

}  // namespace cronmend::test
