/*
 * Answers two calls from memory; every other call goes to the C library.
 *
 * HotSpot makes them without end. Linux answers in a tenth of a microsecond; where a call leaves the container's process,
 * as in gVisor, each takes 5 to 20, and the program is held up by them:
 *
 * - gettid: before JDK 25, each time that a compiler thread looks up a class (ttyLocker::release_tty_if_locked), some
 *   ten thousand times a second;
 * - getrusage(RUSAGE_THREAD): each time that G1's concurrent marking looks at its clock (os::elapsedVTime), as often.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>

#define OF_THIS_THREAD static _Thread_local __attribute__((tls_model("initial-exec")))

typedef long (*system_call)(long, ...);
typedef int (*usage_call)(__rusage_who_t, struct rusage *);

/* 0 until this thread has asked for the first time; threads are numbered from 1. */
OF_THIS_THREAD long thread_id;

/* How long an answer about the CPU time of this thread serves: as fine as the tick of many kernels. */
static const long usage_lasts = 1000000;

OF_THIS_THREAD struct rusage usage;
/* Nanoseconds since some moment; 0 until this thread has asked for the first time. */
OF_THIS_THREAD long usage_asked;

/* The only thread of a forked child has a number and a CPU time of its own. */
static void forget(void) {
    thread_id = 0;
    usage_asked = 0;
}

__attribute__((constructor)) static void forget_when_forked(void) { pthread_atfork(NULL, NULL, forget); }

long syscall(long number, ...) {
    static system_call libc_syscall;
    if (number == SYS_gettid && thread_id != 0) return thread_id;
    if (libc_syscall == NULL) libc_syscall = (system_call)dlsym(RTLD_NEXT, "syscall");
    va_list given;
    va_start(given, number);
    long a = va_arg(given, long), b = va_arg(given, long), c = va_arg(given, long);
    long d = va_arg(given, long), e = va_arg(given, long), f = va_arg(given, long);
    va_end(given);
    long answer = libc_syscall(number, a, b, c, d, e, f);
    if (number == SYS_gettid) thread_id = answer;
    return answer;
}

/* Read from a page of memory, on Linux as in gVisor: no call. */
static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000 + time.tv_nsec;
}

int getrusage(__rusage_who_t who, struct rusage *answer) {
    static usage_call libc_getrusage;
    if (who == RUSAGE_THREAD && usage_asked != 0 && now() - usage_asked < usage_lasts) {
        *answer = usage;
        return 0;
    }
    if (libc_getrusage == NULL) libc_getrusage = (usage_call)dlsym(RTLD_NEXT, "getrusage");
    int failed = libc_getrusage(who, answer);
    if (who == RUSAGE_THREAD && failed == 0) {
        usage = *answer;
        usage_asked = now();
    }
    return failed;
}
