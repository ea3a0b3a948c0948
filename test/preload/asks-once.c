/* Asks for its thread's number, gives up every call but read, write and exit, and asks again. */
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void) {
    long first = syscall(SYS_gettid);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0) return 2;
    long second = syscall(SYS_gettid);
    syscall(SYS_exit, first == second ? 0 : 1);
}
