#include "values.hpp"

#include <fmt/format.h>

#include "cronmend/base/text.hpp"

namespace cronmend::store {
namespace {

void append_escaped(std::string& out, std::string_view text, bool is_name) {
    for (const char c : text) {
        if (c == '\\') {
            out += "\\\\";
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '=' && is_name) {
            out += "\\e";
        } else {
            out += c;
        }
    }
}

std::optional<std::string> unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out += text[i];
            continue;
        }
        ++i;
        const char escaped = i < text.size() ? text[i] : '\0';
        if (escaped == '\\') {
            out += '\\';
        } else if (escaped == 'n') {
            out += '\n';
        } else if (escaped == 'e') {
            out += '=';
        } else {
            return std::nullopt;
        }
    }
    return out;
}

}  // namespace

void put_time(Statement& statement, const ZonedTime& time) {
    statement.put(std::int64_t{time.instant.time_since_epoch().count()})
        .put(std::int64_t{time.utc_offset.count()})
        .put_kept(time.zone);
}

void put_time(Statement& statement, const std::optional<ZonedTime>& time) {
    if (time) {
        put_time(statement, *time);
    } else {
        statement.put_null().put_null().put_null();
    }
}

ZonedTime take_time(Statement& statement) {
    const Instant instant{Seconds{statement.take_integer()}};
    const Seconds offset{statement.take_integer()};
    return {instant, offset, statement.take_bytes()};
}

std::optional<ZonedTime> take_optional_time(Statement& statement) {
    if (statement.next_is_null()) {
        statement.skip(3);
        return std::nullopt;
    }
    return take_time(statement);
}

std::string encode_environment(const cron::Environment& environment) {
    std::string out;
    for (const auto& [name, value] : environment) {
        append_escaped(out, name, true);
        out += '=';
        append_escaped(out, value, false);
        out += '\n';
    }
    return out;
}

std::optional<cron::Environment> decode_environment(std::string_view text) {
    cron::Environment environment;
    for (const std::string_view line : split_lines(text)) {
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos || !line.ends_with('\n')) {
            return std::nullopt;
        }
        auto name = unescape(line.substr(0, equals));
        auto value = unescape(without_newline(line.substr(equals + 1)));
        if (!name || !value) {
            return std::nullopt;
        }
        environment.emplace(std::move(*name), std::move(*value));
    }
    return environment;
}

void fail_on_word(Database& database, std::string_view word) {
    database.fail({ErrorCode::corrupt,
                   fmt::format("{} holds the word \"{}\" where cronmend never writes it",
                               database.shown(), printable(word)),
                   "put back a backup of the file"});
}

}  // namespace cronmend::store
