// A process runner that starts nothing: it answers as it is told and remembers what it was asked.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "cronmend/host/process.hpp"

namespace cronmend::test {

class ScriptedRunner : public host::ProcessRunner {
public:
    using Answer = std::function<Result<host::ProgramResult>(const host::Program&)>;
    explicit ScriptedRunner(Answer answer) : answer_(std::move(answer)) {}

    std::vector<host::Program> asked;

    Result<host::ProgramResult> run(const host::Program& program) override {
        asked.push_back(program);
        return answer_(program);
    }

private:
    Answer answer_;
};

}  // namespace cronmend::test
