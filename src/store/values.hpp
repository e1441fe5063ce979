// Our types in SQLite's columns, and back. docs/store.md says how each is written.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "cronmend/base/time.hpp"
#include "cronmend/cron/environment.hpp"
#include "cronmend/incident/incident.hpp"
#include "cronmend/store/store.hpp"
#include "sqlite.hpp"

namespace cronmend::store {

// A time is three columns: seconds since 1970 in UTC, seconds that local time was ahead, zone.
void put_time(Statement& statement, const ZonedTime& time);
void put_time(Statement& statement, const std::optional<ZonedTime>& time);
[[nodiscard]] ZonedTime take_time(Statement& statement);
[[nodiscard]] std::optional<ZonedTime> take_optional_time(Statement& statement);

// NAME=value, each ended by LF; in both, backslash is \\ and LF is \n, and in a name = is \e.
[[nodiscard]] std::string encode_environment(const cron::Environment& environment);
// Nothing if encode_environment() did not write it.
[[nodiscard]] std::optional<cron::Environment> decode_environment(std::string_view text);

// Every value of an enumeration that is stored, by its word.
template <class T>
struct Words;
template <>
struct Words<Severity> {
    static constexpr std::array kAll{Severity::info, Severity::warning, Severity::critical};
};
template <>
struct Words<incident::Status> {
    static constexpr std::array kAll{incident::Status::open, incident::Status::resolved};
};
template <>
struct Words<incident::Trouble> {
    static constexpr std::array kAll{incident::Trouble::drift,     incident::Trouble::unreadable,
                                     incident::Trouble::unplanned, incident::Trouble::refused,
                                     incident::Trouble::rejected,  incident::Trouble::unverified};
};
template <>
struct Words<incident::Confidence> {
    static constexpr std::array kAll{incident::Confidence::confirmed, incident::Confidence::likely,
                                     incident::Confidence::unknown};
};
template <>
struct Words<plan::DriftKind> {
    static constexpr std::array kAll{plan::DriftKind::missing,  plan::DriftKind::changed,
                                     plan::DriftKind::disabled, plan::DriftKind::duplicate,
                                     plan::DriftKind::shadowed, plan::DriftKind::orphaned,
                                     plan::DriftKind::unmarked};
};
template <>
struct Words<plan::Action> {
    static constexpr std::array kAll{
        plan::Action::install, plan::Action::replace, plan::Action::enable, plan::Action::remove,
        plan::Action::mark,    plan::Action::report,  plan::Action::hold};
};
template <>
struct Words<plan::Cause> {
    static constexpr std::array kAll{plan::Cause::drift, plan::Cause::rollout};
};
template <>
struct Words<Occasion> {
    static constexpr std::array kAll{Occasion::repair, Occasion::rollout, Occasion::rollback,
                                     Occasion::loss};
};
template <>
struct Words<Outcome> {
    static constexpr std::array kAll{Outcome::pending, Outcome::verified, Outcome::failed,
                                     Outcome::dropped, Outcome::unproved};
};

// Fails the database with Error corrupt: a column holds what cronmend never writes.
void fail_on_word(Database& database, std::string_view word);

template <class T>
[[nodiscard]] T take_word(Database& database, Statement& statement) {
    const std::string_view word = statement.take_view();
    for (const T value : Words<T>::kAll) {
        if (to_string(value) == word) {
            return value;
        }
    }
    fail_on_word(database, word);
    return Words<T>::kAll.front();
}

}  // namespace cronmend::store
