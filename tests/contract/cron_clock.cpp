// Preloaded into the real cron daemon: a clock of its own that stands still but for its sleeps, so
// that a night goes by in a second and a slow machine changes nothing. It begins at
// CRON_CLOCK_BEGIN, and the daemon ends at CRON_CLOCK_END (seconds since 1970). What it says to
// syslog goes to CRON_CLOCK_LOG, each line behind the time on that clock; a job's line is written
// by the child that becomes the job, whose clock stands where it was started. The job is handed the
// same, so that what it starts sees the daemon's time.
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace {

long now = -1;

long number_in(const char* name) {
    const char* text = std::getenv(name);
    return text == nullptr ? 0 : std::strtol(text, nullptr, 10);
}

long clock_now() {
    if (now < 0) {
        now = number_in("CRON_CLOCK_BEGIN");
    }
    return now;
}

// One write, so that lines of several processes do not mix.
void log_line(const char* format, std::va_list arguments) {
    static const char* const path = std::getenv("CRON_CLOCK_LOG");
    char line[2048];
    const int head = std::snprintf(line, 32, "%ld ", clock_now());
    int tail = std::vsnprintf(line + head, sizeof line - 64, format, arguments);
    if (path == nullptr || head < 0 || tail < 0) {
        return;
    }
    tail = tail > 1900 ? 1900 : tail;
    line[head + tail] = '\n';
    const int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log >= 0) {
        if (write(log, line, static_cast<size_t>(head + tail + 1)) < 0) {
            _exit(2);
        }
        close(log);
    }
}

constexpr int kMostWords = 64;

// The job's environment, and of ours what makes it see this clock where it stands. In memory of its
// own, for the process becomes the job at once.
char** with_clock(char* const* environment) {
    static char* merged[512];
    static char begin[64], preload[1024];
    std::snprintf(begin, sizeof begin, "CRON_CLOCK_BEGIN=%ld", clock_now());
    std::snprintf(preload, sizeof preload, "LD_PRELOAD=%s", std::getenv("LD_PRELOAD"));
    int count = 0;
    for (; environment[count] != nullptr && count < 500; ++count) {
        merged[count] = environment[count];
    }
    merged[count++] = begin;
    merged[count++] = preload;
    merged[count] = nullptr;
    return merged;
}

}  // namespace

extern "C" {

time_t time(time_t* result) noexcept {
    const time_t value = clock_now();
    if (result != nullptr) {
        *result = value;
    }
    return value;
}

int clock_gettime(clockid_t clock, timespec* result) noexcept {
    if (clock == CLOCK_REALTIME) {
        *result = {clock_now(), 0};
        return 0;
    }
    return static_cast<int>(syscall(SYS_clock_gettime, clock, result));
}

// How cron starts a job.
int execle(const char* path, const char* word, ...) noexcept {
    char* words[kMostWords] = {const_cast<char*>(word)};
    std::va_list arguments;
    va_start(arguments, word);
    int count = 0;
    while (words[count] != nullptr && count + 1 < kMostWords) {
        words[++count] = va_arg(arguments, char*);
    }
    char** environment = va_arg(arguments, char**);
    va_end(arguments);
    return execve(path, words, with_clock(environment));
}

// Passes as soon as the jobs that were started are done.
unsigned sleep(unsigned seconds) {
    static const long end = number_in("CRON_CLOCK_END");
    while (waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
    }
    now = clock_now() + seconds;
    if (now > end) {
        _exit(0);
    }
    return 0;
}

void syslog(int, const char* format, ...) {
    std::va_list arguments;
    va_start(arguments, format);
    log_line(format, arguments);
    va_end(arguments);
}

void __syslog_chk(int, int, const char* format, ...) {
    std::va_list arguments;
    va_start(arguments, format);
    log_line(format, arguments);
    va_end(arguments);
}
}
