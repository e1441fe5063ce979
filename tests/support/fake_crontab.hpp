// A crontab in memory that can be told to fail, to refuse, and to change under its reader.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cronmend/host/crontab_table.hpp"

namespace cronmend::test {

class FakeCrontab : public host::CrontabTable {
public:
    FakeCrontab() = default;
    explicit FakeCrontab(std::optional<std::string> standing) : text(std::move(standing)) {}

    std::optional<std::string> text;  // what stands there
    bool exact = true;                // what an observation says of itself
    // The words with which a text is refused; nothing: it is accepted.
    std::function<std::optional<std::string>(std::string_view)> refuse;
    // Called before every call does its work, with the call's number, counted from 1: what others
    // do to the table in between.
    std::function<void(FakeCrontab&, std::size_t call)> meanwhile;
    // Errors to be given instead of doing the work, by the call's number.
    std::map<std::size_t, Error> failures;
    // A write that says it went well and did nothing.
    bool forgetful = false;

    std::size_t calls = 0;
    std::size_t reads = 0;
    std::size_t writes = 0;
    std::size_t expected_reads = 0;
    std::size_t removals = 0;

    Result<cron::Observation> read() override {
        ++reads;
        if (auto failed = begin()) {
            return unexpected(*failed);
        }
        return cron::Observation{.text = text, .exact = exact};
    }

    void expect_read() override { ++expected_reads; }

    Result<void> write(std::string_view offered) override {
        ++writes;
        if (auto failed = begin()) {
            return unexpected(*failed);
        }
        if (const auto words = refuse ? refuse(offered) : std::nullopt) {
            return unexpected(ErrorCode::rejected,
                              "the crontab program refused the table: " + *words);
        }
        if (!forgetful) {
            text = std::string(offered);
        }
        return {};
    }

    Result<void> remove() override {
        ++removals;
        if (auto failed = begin()) {
            return unexpected(*failed);
        }
        if (!forgetful) {
            text.reset();
        }
        return {};
    }

private:
    std::optional<Error> begin() {
        ++calls;
        if (meanwhile) {
            meanwhile(*this, calls);
        }
        const auto planned = failures.find(calls);
        return planned == failures.end() ? std::nullopt : std::optional(planned->second);
    }
};

}  // namespace cronmend::test
