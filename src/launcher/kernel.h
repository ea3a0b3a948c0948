/*
 * The few system calls that the launcher needs, and its entry point, without the C library.
 * A static C library still reads the environment before main(): glibc parses GLIBC_TUNABLES and every entry of
 * LD_LIBRARY_PATH, which a tenant can stretch to seconds. Only constants and types come from its headers.
 */
#pragma once

#include <stddef.h>
#include <sys/syscall.h>

/* Returns what the kernel returns: a negative errno on failure. */
static long system_call(long number, long a, long b, long c, long d, long e) {
#if defined(__x86_64__)
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                     : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
    return x0;
#else
#error "The launcher knows the system calls of x86_64 and aarch64 only."
#endif
}

#define CALL1(name, a) system_call(SYS_##name, (long)(a), 0, 0, 0, 0)
#define CALL2(name, a, b) system_call(SYS_##name, (long)(a), (long)(b), 0, 0, 0)
#define CALL3(name, a, b, c) system_call(SYS_##name, (long)(a), (long)(b), (long)(c), 0, 0)
#define CALL4(name, a, b, c, d) system_call(SYS_##name, (long)(a), (long)(b), (long)(c), (long)(d), 0)
#define CALL5(name, a, b, c, d, e) system_call(SYS_##name, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e))

/* The kernel leaves argc and argv on the stack; they are handed on, the environment behind them is not. */
__attribute__((noreturn, used)) void launch(long argc, char **argv);

#if defined(__x86_64__)
__asm__(".text\n"
        ".globl _start\n"
        "_start:\n"
        "    xor %ebp, %ebp\n"
        "    mov (%rsp), %rdi\n"
        "    lea 8(%rsp), %rsi\n"
        "    and $-16, %rsp\n"
        "    call launch\n");
#elif defined(__aarch64__)
__asm__(".text\n"
        ".globl _start\n"
        "_start:\n"
        "    mov x29, #0\n"
        "    ldr x0, [sp]\n"
        "    add x1, sp, #8\n"
        "    bl launch\n");
#endif

/*
 * The compiler may call these two for what looks like a loop over bytes. STEP keeps it from taking their own loops
 * for one.
 */
#define STEP __asm__ volatile("")

void *memcpy(void *restrict to, const void *restrict from, size_t length) {
    for (size_t i = 0; i < length; i++) {
        STEP;
        ((char *)to)[i] = ((const char *)from)[i];
    }
    return to;
}

void *memset(void *to, int value, size_t length) {
    for (size_t i = 0; i < length; i++) {
        STEP;
        ((char *)to)[i] = (char)value;
    }
    return to;
}

static size_t length_of(const char *text) {
    size_t length = 0;
    while (text[length] != 0) length++;
    return length;
}
