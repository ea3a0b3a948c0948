/*
 * Answers gettid from memory; every other call goes to the C library's syscall().
 *
 * HotSpot before JDK 25 asks for its thread's number each time that a compiler thread looks up a class
 * (ttyLocker::release_tty_if_locked), some ten thousand times a second. Linux answers in a tenth of a microsecond;
 * where a call leaves the container's process, as in gVisor, each takes 5 to 20, and the compilers, and so the program,
 * are held up by them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/syscall.h>

typedef long (*system_call)(long, ...);

/* 0 until this thread has asked for the first time; threads are numbered from 1. */
static _Thread_local long thread_id __attribute__((tls_model("initial-exec")));

static void forget_thread_id(void) { thread_id = 0; }

/* The only thread of a forked child has a number of its own. */
__attribute__((constructor)) static void forget_when_forked(void) { pthread_atfork(NULL, NULL, forget_thread_id); }

static system_call libc_syscall(void) {
    static system_call found;
    if (found == NULL) found = (system_call)dlsym(RTLD_NEXT, "syscall");
    return found;
}

long syscall(long number, ...) {
    if (number == SYS_gettid && thread_id != 0) return thread_id;
    va_list given;
    va_start(given, number);
    long a = va_arg(given, long), b = va_arg(given, long), c = va_arg(given, long);
    long d = va_arg(given, long), e = va_arg(given, long), f = va_arg(given, long);
    va_end(given);
    long answer = libc_syscall()(number, a, b, c, d, e, f);
    if (number == SYS_gettid) thread_id = answer;
    return answer;
}
