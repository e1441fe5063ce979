// The least that a program can do which looks at a crontab through crontab(1), or puts it back:
//
//   bench_floor USER          runs `crontab -u USER -l` and reads what it prints
//   bench_floor USER FILE     the same, then runs `crontab -u USER -` and feeds it the file
//
// Exit status: that of the last crontab; 1 if something else failed.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char text[1 << 23];

static void give_up(const char *what) {
    perror(what);
    exit(1);
}

static pid_t start(char *const *arguments, int in, int out) {
    char *const environment[] = {"LC_ALL=C", "CRONTAB_NOHEADER=N", "PATH=/usr/bin:/bin", NULL};
    const pid_t child = vfork();
    if (child == 0) {
        dup2(in, 0);
        dup2(out, 1);
        dup2(out, 2);
        execve(arguments[0], arguments, environment);
        _exit(127);
    }
    if (child < 0) {
        give_up("vfork");
    }
    return child;
}

static int end(pid_t child) {
    int status = 0;
    if (waitpid(child, &status, 0) != child) {
        give_up("waitpid");
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static size_t read_all(int from) {
    size_t size = 0;
    ssize_t count = 0;
    while (size < sizeof text && (count = read(from, text + size, sizeof text - size)) > 0) {
        size += (size_t)count;
    }
    close(from);
    return size;
}

static int list(char *user, int nothing) {
    char *const arguments[] = {"/usr/bin/crontab", "-u", user, "-l", NULL};
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        give_up("pipe");
    }
    const pid_t child = start(arguments, nothing, ends[1]);
    close(ends[1]);
    read_all(ends[0]);
    return end(child);
}

static int install(char *user, const char *file, int nothing) {
    char *const arguments[] = {"/usr/bin/crontab", "-u", user, "-", NULL};
    const int from = open(file, O_RDONLY | O_CLOEXEC);
    if (from < 0) {
        give_up(file);
    }
    const size_t size = read_all(from);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        give_up("pipe");
    }
    const pid_t child = start(arguments, ends[0], nothing);
    close(ends[0]);
    for (size_t done = 0; done < size;) {
        const ssize_t count = write(ends[1], text + done, size - done);
        if (count < 0) {
            give_up("write");
        }
        done += (size_t)count;
    }
    close(ends[1]);
    return end(child);
}

int main(int count, char **words) {
    if (count < 2 || count > 3) {
        fprintf(stderr, "usage: bench_floor USER [FILE]\n");
        return 1;
    }
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    const int listed = list(words[1], nothing);
    return count == 2 ? listed : install(words[1], words[2], nothing);
}
