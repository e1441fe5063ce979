// What surrounds the moment in which a program is started: between vfork and exec the child lives
// in our memory, with our signal handlers.
#pragma once

#include <sys/mman.h>

#include <csignal>
#include <new>

namespace cronmend::host {

// No signal may meet the child between vfork and exec: it would run our handlers in our memory.
// And a parent that ignores SIGCHLD would never be told how the child ended; of several that run at
// once, the first that was started is to be finished last there.
class QuietSignals {
public:
    QuietSignals() {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &mask_);
        ::sigaction(SIGCHLD, nullptr, &child_);
        if (child_.sa_handler == SIG_IGN || (child_.sa_flags & SA_NOCLDWAIT) != 0) {
            struct sigaction plain {};
            plain.sa_handler = SIG_DFL;
            ::sigaction(SIGCHLD, &plain, nullptr);
            restore_child_ = true;
        }
    }
    QuietSignals(const QuietSignals&) = delete;
    QuietSignals& operator=(const QuietSignals&) = delete;
    ~QuietSignals() {
        if (restore_child_) {
            ::sigaction(SIGCHLD, &child_, nullptr);
        }
        unblock();
    }
    void unblock() const { ::pthread_sigmask(SIG_SETMASK, &mask_, nullptr); }

private:
    sigset_t mask_{};
    struct sigaction child_ {};
    bool restore_child_ = false;
};

// A number that a child can leave to its parent, whether vfork shares our memory with it or is only
// a fork by another name, as under qemu-user and the thread sanitizer.
class SharedNumber {
public:
    SharedNumber()
        : page_(::mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                       0)) {
        if (page_ == MAP_FAILED) {
            throw std::bad_alloc();
        }
    }
    SharedNumber(const SharedNumber&) = delete;
    SharedNumber& operator=(const SharedNumber&) = delete;
    ~SharedNumber() { ::munmap(page_, sizeof(int)); }

    volatile int& operator*() const { return *static_cast<volatile int*>(page_); }

private:
    void* page_;
};

}  // namespace cronmend::host
