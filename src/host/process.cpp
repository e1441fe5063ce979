// The only file that includes Boost.Process.
#include "cronmend/host/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/process/v2/posix/vfork_launcher.hpp>
#include <boost/process/v2/process.hpp>
#include <boost/process/v2/stdio.hpp>
#include <cerrno>
#include <csignal>
#include <optional>
#include <utility>

#include "child_setup.hpp"
#include "cronmend/base/text.hpp"
#include "descriptor.hpp"
#include "standard_input.hpp"

namespace cronmend::host {
namespace {

namespace asio = boost::asio;
namespace process = boost::process::v2;
using boost::system::error_code;
using Process = process::basic_process<asio::io_context::executor_type>;
using namespace std::chrono_literals;

// How long what a program left behind may still hold its output open, and how long an ended
// program may take to be gone (one that waits for a dead disk cannot be ended at all).
constexpr auto kPatience = 500ms;
constexpr auto kDeathLimit = 2s;
constexpr std::size_t kPiece = 65536;  // bytes; what a pipe holds

// What the child does to itself before exec. Only calls that are allowed behind vfork.
struct Unattended {
    const SharedNumber& error;

    static error_code on_exec_setup(process::posix::default_launcher& /*launcher*/,
                                    const process::filesystem::path& /*program*/,
                                    const char* const* /*arguments*/) {
        // To be ended as one with what it starts. Not a session of its own: the kernel schedules
        // each session as a group (sched_autogroup), which costs milliseconds on a busy machine.
        ::setpgid(0, 0);
        struct sigaction plain {};
        plain.sa_handler = SIG_DFL;
        for (int number = 1; number < NSIG; ++number) {
            ::sigaction(number, &plain, nullptr);
        }
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        return {};
    }

    // The launcher would call exit(), which runs our own exit handlers (boostorg/process#514). Any
    // arguments: its test whether this function is here passes one more than its call does.
    template <class... Arguments>
    void on_exec_error(Arguments&&... /*arguments*/) const {
        *error = errno;
        ::_exit(127);
    }
};

struct Pipe {
    Descriptor read, write;
};

Result<Pipe> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return unexpected(ErrorCode::unreadable,
                          fmt::format("cannot make a pipe: {}", system_words(errno)));
    }
    return Pipe{above_standard(ends[0]), above_standard(ends[1])};
}

std::vector<const char*> pointers(const std::vector<std::string>& texts) {
    std::vector<const char*> all;
    all.reserve(texts.size() + 1);
    for (const std::string& text : texts) {
        all.push_back(text.c_str());
    }
    all.push_back(nullptr);
    return all;
}

Unexpected cannot_start(const Program& program, int error) {
    std::string why = system_words(error);
    std::string mend;
    if (error == ENOENT) {
        why = "there is no such file, or its first line names an interpreter that is not there";
    } else if (error == EACCES) {
        why = "it is not a program that this user may run";
        mend = "see its mode and that of the folders above it";
    }
    return unexpected(ErrorCode::not_found,
                      fmt::format("cannot start {}: {}", printable(program.path), why), mend);
}

// One program's run, from its start to its end.
class Run {
public:
    explicit Run(Program program) : program_(std::move(program)) {}
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    // Nobody asked: ends it, and waits until it is gone.
    ~Run() {
        if (!runs_ || asked_) {
            return;
        }
        ::kill(-process_->id(), SIGKILL);
        program_.time_limit = kDeathLimit;
        try {
            if (output_ && errors_) {
                static_cast<void>(finish());
            }
        } catch (const std::exception&) {
            (void)process_->detach();
        }
    }

    Result<void> begin() {
        auto input = make_standard_input(program_.standard_input);
        auto output = make_pipe();
        auto errors = make_pipe();
        if (!input) {
            return unexpected(input.error());
        }
        if (!output || !errors) {
            return unexpected((output ? errors : output).error());
        }
        signals_.emplace();
        const Descriptor standard_input = above_standard(input->release());
        if (auto started = start(standard_input, *output, *errors); !started) {
            return unexpected(started.error());
        }
        runs_ = true;
        signals_->unblock();
        output_.emplace(context_, output->read.release());
        errors_.emplace(context_, errors->read.release());
        return {};
    }

    Result<ProgramResult> finish() {
        asked_ = true;
        converse();
        return outcome();
    }

private:
    struct Stream {
        Stream(asio::io_context& context, int number) : pipe(context, number) {}
        asio::readable_pipe pipe;
        std::string text;
        // Not filled with zeros: pages that nothing is read into are never the kernel's work.
        std::unique_ptr<char[]> piece = std::make_unique_for_overwrite<char[]>(kPiece);
    };
    enum class Ending { regular, timed_out, too_much };

    // The context has no descriptor, so no reactor, before the child is there: the launcher tells
    // it of the fork from within the child, which behind vfork is our own memory
    // (boostorg/process#314).
    Result<void> start(const Descriptor& input, const Pipe& output, const Pipe& errors) {
        const auto environment = pointers(program_.environment);
        process::posix::vfork_launcher launcher;
        launcher.env = environment.data();
        error_code error;
        Unattended unattended{start_error_};
        process::process_stdio stdio{input.get(), output.write.get(), errors.write.get()};
        try {
            process_.emplace(launcher(context_.get_executor(), error,
                                      process::filesystem::path(program_.path), program_.arguments,
                                      stdio, unattended));
        } catch (const boost::system::system_error&) {
            // The child runs, but there is no descriptor left to watch it with.
            ::kill(-launcher.pid, SIGKILL);
            ::waitpid(launcher.pid, nullptr, 0);
            throw;
        }
        if (!error) {
            return {};
        }
        // Nobody else waits for a child that could not exec (boostorg/process#285).
        if (launcher.pid > 0) {
            ::waitpid(launcher.pid, nullptr, 0);
        }
        return cannot_start(program_, error.value());
    }

    void converse() {
        limit_.emplace(context_, program_.time_limit);
        limit_->async_wait([this](error_code error) {
            if (!error) {
                end(Ending::timed_out);
            }
        });
        process_->async_wait([this](error_code, int) {
            exited_ = true;
            await_rest();
        });
        read_more(*output_);
        read_more(*errors_);
        context_.run();
    }

    void read_more(Stream& stream) {
        stream.pipe.async_read_some(asio::buffer(stream.piece.get(), kPiece),
                                    [this, &stream](error_code error, std::size_t count) {
                                        stream.text.append(stream.piece.get(), count);
                                        if (stream.text.size() > program_.most_output) {
                                            end(Ending::too_much);
                                        } else if (!error) {
                                            read_more(stream);
                                            return;
                                        }
                                        error_code ignored;
                                        stream.pipe.close(ignored);
                                        stop_if_over();
                                    });
    }

    // The program has ended; what it wrote is in the pipes. They end at once unless something that
    // it started still holds them.
    void await_rest() {
        stop_if_over();
        if (limit_->expires_after(kPatience), !over_) {
            limit_->async_wait([this](error_code error) {
                if (!error) {
                    stop();
                }
            });
        }
    }

    void stop_if_over() {
        if (exited_ && (ending_ != Ending::regular ||
                        (!output_->pipe.is_open() && !errors_->pipe.is_open()))) {
            stop();
        }
    }

    void stop() {
        over_ = true;
        context_.stop();
    }

    // Ends the program and all in its group. It has not been waited for, so that the number cannot
    // be another's by now.
    void end(Ending why) {
        if (exited_ || ending_ != Ending::regular) {
            return;
        }
        ending_ = why;
        ::kill(-process_->id(), SIGKILL);
        limit_->expires_after(kDeathLimit);
        limit_->async_wait([this](error_code error) {
            if (!error) {
                stop();
            }
        });
    }

    Result<ProgramResult> outcome() {
        const std::string name = printable(program_.path);
        if (!exited_) {
            (void)process_->detach();  // its destructor would wait for the program for ever
        }
        if (ending_ == Ending::timed_out) {
            return unexpected(
                ErrorCode::timed_out,
                fmt::format("{} did not finish in {} seconds and was ended", name,
                            std::chrono::duration<double>(program_.time_limit).count()));
        }
        if (ending_ == Ending::too_much) {
            return unexpected(ErrorCode::unreadable,
                              fmt::format("{} printed more than {} bytes and was ended", name,
                                          program_.most_output),
                              "see what makes so much of it, and take that out");
        }
        if (const int error = *start_error_; error != 0) {
            return cannot_start(program_, error);
        }
        const int status = process_->native_exit_code();
        if (!WIFEXITED(status) && !WIFSIGNALED(status)) {
            return unexpected(ErrorCode::unreadable,
                              fmt::format("how {} ended is not known", name));
        }
        return ProgramResult{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
                             std::move(output_->text), std::move(errors_->text)};
    }

    Program program_;
    std::optional<QuietSignals> signals_;
    SharedNumber start_error_;
    asio::io_context context_{1};
    std::optional<Process> process_;
    std::optional<asio::steady_timer> limit_;
    std::optional<Stream> output_, errors_;
    Ending ending_ = Ending::regular;
    bool runs_ = false;  // so that process_ has a number to signal
    bool asked_ = false;
    bool exited_ = false;
    bool over_ = false;
};

bool holds_nul(const Program& program) {
    const auto any = [](const std::vector<std::string>& texts) {
        for (const std::string& text : texts) {
            if (text.find('\0') != std::string::npos) {
                return true;
            }
        }
        return false;
    };
    return program.path.find('\0') != std::string::npos || any(program.arguments) ||
           any(program.environment);
}

// A run, with every failure to start it kept for the one who asks how it ended.
class SystemProgram : public RunningProgram {
public:
    explicit SystemProgram(const Program& program) : name_(printable(program.path)) {
        if (!program.path.starts_with('/') || holds_nul(program)) {
            begun_ = unexpected(ErrorCode::invalid_input,
                                fmt::format("cannot start {}: its path is not absolute, or an "
                                            "argument holds a NUL",
                                            name_));
            return;
        }
        begun_ = guarded([&]() -> Result<void> { return run_.emplace(program).begin(); });
    }

    Result<ProgramResult> finish() override {
        if (!begun_) {
            return unexpected(begun_.error());
        }
        return guarded([&] { return run_->finish(); });
    }

private:
    template <class F>
    auto guarded(F action) -> decltype(action()) {
        try {
            return action();
        } catch (const std::exception& problem) {
            return unexpected(ErrorCode::internal,
                              fmt::format("cannot run {}: {}", name_, problem.what()));
        }
    }

    std::string name_;
    Result<void> begun_;
    std::optional<Run> run_;
};

// One that has ended already.
class FinishedProgram : public RunningProgram {
public:
    explicit FinishedProgram(Result<ProgramResult> result) : result_(std::move(result)) {}
    Result<ProgramResult> finish() override { return std::move(result_); }

private:
    Result<ProgramResult> result_;
};

}  // namespace

std::unique_ptr<RunningProgram> SystemProcessRunner::start(const Program& program) {
    return std::make_unique<SystemProgram>(program);
}

Result<ProgramResult> SystemProcessRunner::run(const Program& program) {
    return SystemProgram(program).finish();
}

std::unique_ptr<RunningProgram> ProcessRunner::start(const Program& program) {
    return std::make_unique<FinishedProgram>(run(program));
}

}  // namespace cronmend::host
