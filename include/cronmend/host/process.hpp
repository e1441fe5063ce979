// Running programs by argument list: no shell, a time limit, bounded output.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "cronmend/base/result.hpp"

namespace cronmend::host {

struct Program {
    std::string path;                      // absolute
    std::vector<std::string> arguments;    // without the program's name
    std::vector<std::string> environment;  // "NAME=value", complete: nothing is inherited
    std::string standard_input;
    std::chrono::milliseconds time_limit{30'000};
    std::size_t most_output = 64u << 20;  // bytes, of each stream; more ends the program
};

struct ProgramResult {
    int exit_status = 0;  // 128 + signal if a signal ended it
    std::string standard_output;
    std::string standard_error;
};

// A program that was started. If nobody asks how it ended, it is ended, with what it started.
class RunningProgram {
public:
    virtual ~RunningProgram() = default;
    // What ProcessRunner::run() would have given; the time limit counts from this call. Ask once.
    [[nodiscard]] virtual Result<ProgramResult> finish() = 0;
};

class ProcessRunner {
public:
    virtual ~ProcessRunner() = default;
    // Error not_found if it cannot be started, timed_out (it and what it started are ended),
    // unreadable if it prints more than allowed. A non-zero exit status is a result, not an error.
    [[nodiscard]] virtual Result<ProgramResult> run(const Program& program) = 0;

    // Starts it and does not wait; what it prints beyond a pipe's room waits for finish(). A
    // failure is told by finish(). A runner that knows no better runs it whole before this returns.
    [[nodiscard]] virtual std::unique_ptr<RunningProgram> start(const Program& program);
};

// The real one, with Boost.Process.
class SystemProcessRunner : public ProcessRunner {
public:
    [[nodiscard]] Result<ProgramResult> run(const Program& program) override;
    [[nodiscard]] std::unique_ptr<RunningProgram> start(const Program& program) override;
};

// The absolute path of a program: `name` itself if it holds a slash (made absolute), else looked
// up in `path` (colon-separated; relative and empty members are passed over). Error not_found.
[[nodiscard]] Result<std::string> find_program(const std::string& name, const std::string& path);

}  // namespace cronmend::host
