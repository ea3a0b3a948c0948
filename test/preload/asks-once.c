/* A child asks for its thread's number or CPU time, has the kernel kill it if it should ever ask again, and asks again. */
#define _GNU_SOURCE
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sock_filter no_more[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_gettid, 1, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getrusage, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};
static const struct sock_fprog filter = {sizeof no_more / sizeof *no_more, no_more};

static long number(void) { return syscall(SYS_gettid); }

static long cpu_time(void) {
    struct rusage usage;
    if (getrusage(RUSAGE_THREAD, &usage) != 0) return -1;
    return usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static int is_answered_from_memory(long (*ask)(void)) {
    pid_t child = fork();
    if (child == 0) {
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) _exit(2);
        long first = ask();
        if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) _exit(2);
        _exit(ask() == first ? 0 : 1);
    }
    int status;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* An answer about time serves for a millisecond: on a busy machine not every child asks again so soon. */
int main(int count, char **given) {
    long (*ask)(void) = count > 1 && strcmp(given[1], "number") == 0 ? number : cpu_time;
    for (int tries = 0; tries < 50; tries++)
        if (is_answered_from_memory(ask)) return 0;
    return 1;
}
