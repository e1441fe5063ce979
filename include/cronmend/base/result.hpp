// Result<T>: a value or an Error. The member names are those of std::expected (C++23), so that it
// can take this one's place when the compilers we support have it.
#pragma once

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "cronmend/base/error.hpp"

namespace cronmend {

struct Unexpected {
    Error error;
};

[[nodiscard]] inline Unexpected unexpected(Error error) {
    return {std::move(error)};
}
[[nodiscard]] inline Unexpected unexpected(ErrorCode code, std::string message,
                                           std::string mend = {}) {
    return {{code, std::move(message), std::move(mend)}};
}

template <class T>
class [[nodiscard]] Result {
public:
    using value_type = T;

    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Unexpected problem) : state_(std::in_place_index<1>, std::move(problem.error)) {}

    [[nodiscard]] bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    // Precondition of the value accessors: has_value(); of error(): !has_value().
    [[nodiscard]] T& value() & { return std::get<0>(state_); }
    [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
    [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
    [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    [[nodiscard]] T value_or(T fallback) const& {
        return has_value() ? value() : std::move(fallback);
    }

private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    using value_type = void;

    Result() = default;
    Result(Unexpected problem) : error_(std::move(problem.error)) {}

    [[nodiscard]] bool has_value() const { return !error_.has_value(); }
    explicit operator bool() const { return has_value(); }
    [[nodiscard]] const Error& error() const { return *error_; }

private:
    std::optional<Error> error_;
};

}  // namespace cronmend
