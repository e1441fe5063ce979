// Runs two programs in turns, A B A B …, so that whatever else the machine does meets both:
//
//   bench_stopwatch PAIRS BEFORE… -- A… -- B…
//
// BEFORE runs before each run, untimed and whatever it says (it may be empty). Prints one line:
//
//   A's median wall time in ms, B's, the median of the ratios B/A of each pair, their first and
//   third quartile, A's and B's peak memory in MiB (the largest process among it and its children)
//
// Exit status 1 if a run of A or B did not end with 0: then there is nothing to compare.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct program {
    char **words;
    double *wall;  // ms, one for each run
    long peak;     // KiB
};

static void give_up(const char *what) {
    perror(what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int run(char **words, int out, struct rusage *used) {
    int status = 0;
    const pid_t child = vfork();
    if (child == 0) {
        dup2(out, 0);
        dup2(out, 1);
        execvp(words[0], words);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, used) != child) {
        give_up(words[0]);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void measure(struct program *program, int turn, int out) {
    struct rusage used;
    const double start = now();
    const int status = run(program->words, out, &used);
    program->wall[turn] = now() - start;
    if (used.ru_maxrss > program->peak) {
        program->peak = used.ru_maxrss;
    }
    if (status != 0) {
        fprintf(stderr, "bench_stopwatch: %s ended with %d\n", program->words[0], status);
        exit(1);
    }
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(double *values, int count, double part) {
    qsort(values, (size_t)count, sizeof *values, ascending);
    const double place = part * (count - 1);
    const int below = (int)place, above = below + 1 < count ? below + 1 : below;
    return values[below] + (values[above] - values[below]) * (place - below);
}

// Cuts the words at the next "--" and goes on behind it.
static char **cut(char ***rest) {
    char **first = *rest;
    char **at = first;
    while (*at != NULL && strcmp(*at, "--") != 0) {
        ++at;
    }
    *rest = *at == NULL ? at : at + 1;
    *at = NULL;
    return first;
}

int main(int count, char **words) {
    const int pairs = count > 1 ? atoi(words[1]) : 0;
    char **rest = words + (count > 2 ? 2 : count);
    char **before = cut(&rest);
    struct program a = {cut(&rest), calloc((size_t)pairs + 1, sizeof(double)), 0};
    struct program b = {cut(&rest), calloc((size_t)pairs + 1, sizeof(double)), 0};
    double *ratio = calloc((size_t)pairs + 1, sizeof(double));
    if (pairs < 1 || *a.words == NULL || *b.words == NULL || !a.wall || !b.wall || !ratio) {
        fprintf(stderr, "usage: bench_stopwatch PAIRS BEFORE... -- A... -- B...\n");
        return 1;
    }
    const int out = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int turn = 0; turn < pairs; ++turn) {
        struct rusage ignored;
        for (struct program *one = &a; one != NULL; one = one == &a ? &b : NULL) {
            if (*before != NULL) {
                run(before, out, &ignored);
            }
            measure(one, turn, out);
        }
        ratio[turn] = b.wall[turn] / a.wall[turn];
    }
    printf("%.2f %.2f %.2f %.2f %.2f %.1f %.1f\n", quantile(a.wall, pairs, 0.5),
           quantile(b.wall, pairs, 0.5), quantile(ratio, pairs, 0.5), quantile(ratio, pairs, 0.25),
           quantile(ratio, pairs, 0.75), (double)a.peak / 1024, (double)b.peak / 1024);
    return 0;
}
