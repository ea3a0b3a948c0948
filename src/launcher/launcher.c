/*
 * What the NodeManager runs as its container-executor: hands its arguments to the node agent, relays the agent's
 * output, waits, and exits with the code that the agent names. wire.md describes the bytes.
 *
 * Its environment belongs to the tenant whose container it serves, so it reads none, and opens nothing but
 * FIREBREAK_SOCKET, which is fixed when it is compiled, and /dev/null.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

#include "kernel.h"

#ifndef FIREBREAK_SOCKET
#error "Name the agent's socket: -DFIREBREAK_SOCKET=\"/path\""
#endif
/* Milliseconds that an agent may be away before the request first reaches it, and after it was lost. */
#ifndef FIREBREAK_FIRST_WAIT_MS
#define FIREBREAK_FIRST_WAIT_MS 30000
#endif
#ifndef FIREBREAK_LOST_WAIT_MS
#define FIREBREAK_LOST_WAIT_MS 600000
#endif

enum { KEEP_ALIVE = 0, TO_STDOUT = 1, TO_STDERR = 2, EXIT = 3 };
enum { MAX_ARGUMENTS = 65536, MAX_ARGUMENT_BYTES = 4 << 20, MAX_FRAME = 1 << 20, BUFFER = 64 << 10 };
enum { FIRST_DELAY_MS = 50, LAST_DELAY_MS = 1000, STEADY_MS = 10000 };

_Static_assert(sizeof FIREBREAK_SOCKET <= sizeof((struct sockaddr_un *)0)->sun_path, "the socket's path is too long");

static char buffer[BUFFER];
static size_t buffered;

__attribute__((noreturn)) static void leave(uint32_t code) {
    for (;;) CALL1(exit_group, code);
}

/* Writes all of it; false when nobody reads any more. */
static bool write_all(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        long written = CALL3(write, fd, bytes, length);
        if (written == -EAGAIN) {
            struct pollfd writable = {.fd = fd, .events = POLLOUT};
            CALL5(ppoll, &writable, 1, NULL, NULL, 0);
        } else if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        } else if (written != -EINTR) {
            return false;
        }
    }
    return true;
}

/* Reads exactly `length` bytes; false when the connection is lost before. */
static bool read_all(int fd, char *bytes, size_t length) {
    while (length > 0) {
        long got = CALL3(read, fd, bytes, length);
        if (got > 0) {
            bytes += got;
            length -= (size_t)got;
        } else if (got != -EINTR) {
            return false;
        }
    }
    return true;
}

__attribute__((noreturn)) static void fail(const char *message) {
    write_all(2, message, length_of(message));
    leave(1);
}

/* A descriptor that was closed would be given to the socket, and the agent would read our messages. */
static void open_standard_descriptors(void) {
    for (int fd = 0; fd <= 2; fd++) {
        if (CALL2(fcntl, fd, F_GETFD) == -EBADF && CALL3(openat, AT_FDCWD, "/dev/null", O_RDWR) != fd) leave(1);
    }
}

static void ignore_broken_pipes(void) {
    /* The kernel's own struct sigaction: handler, flags, restorer, mask. */
    const unsigned long action[4] = {(unsigned long)SIG_IGN, 0, 0, 0};
    CALL4(rt_sigaction, SIGPIPE, action, NULL, sizeof action[3]);
}

static int64_t now_ms(void) {
    struct timespec now = {0, 0};
    CALL2(clock_gettime, CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void sleep_ms(long ms) {
    const struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    CALL2(nanosleep, &time, NULL);
}

/* A connected socket, or a negative errno. */
static int connect_agent(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = FIREBREAK_SOCKET};
    int fd = (int)CALL3(socket, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return fd;
    int result = (int)CALL3(connect, fd, &address, sizeof address);
    if (result == 0) return fd;
    CALL1(close, fd);
    return result;
}

static void require_limits(uint32_t count, char *const *arguments) {
    size_t bytes = 0;
    for (uint32_t i = 0; i < count && i < MAX_ARGUMENTS; i++) bytes += length_of(arguments[i]);
    if (count <= MAX_ARGUMENTS && bytes <= MAX_ARGUMENT_BYTES) return;
    fail("FB-LAUNCHER-TOO-LARGE: more than 65,536 arguments or 4 MiB of them\n");
}

static bool flush(int fd) {
    size_t length = buffered;
    buffered = 0;
    return write_all(fd, buffer, length);
}

static bool put(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        if (buffered == BUFFER && !flush(fd)) return false;
        size_t part = length < BUFFER - buffered ? length : BUFFER - buffered;
        memcpy(buffer + buffered, bytes, part);
        buffered += part;
        bytes += part;
        length -= part;
    }
    return true;
}

static bool put_integer(int fd, uint32_t value) {
    const char bytes[4] = {(char)(value >> 24), (char)(value >> 16), (char)(value >> 8), (char)value};
    return put(fd, bytes, sizeof bytes);
}

static uint32_t integer_of(const char *bytes) {
    const unsigned char *b = (const unsigned char *)bytes;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static bool send_request(int fd, bool retried, uint32_t count, char *const *arguments) {
    buffered = 0;
    if (!put(fd, "FBL1", 4) || !put_integer(fd, retried) || !put_integer(fd, count)) return false;
    for (uint32_t i = 0; i < count; i++) {
        size_t length = length_of(arguments[i]);
        if (!put_integer(fd, (uint32_t)length) || !put(fd, arguments[i], length)) return false;
    }
    return flush(fd);
}

/* False when the connection is lost. An output that nobody reads is no reason to stop waiting. */
static bool relay_output(int fd, int output, size_t length) {
    while (length > 0) {
        size_t part = length < BUFFER ? length : BUFFER;
        if (!read_all(fd, buffer, part)) return false;
        write_all(output, buffer, part);
        length -= part;
    }
    return true;
}

/* Leaves at the exit frame; returns when the connection is lost. */
static void relay_response(int fd) {
    char header[8];
    while (read_all(fd, header, sizeof header)) {
        uint32_t type = integer_of(header);
        uint32_t length = integer_of(header + 4);
        if (type > EXIT || length > MAX_FRAME || (type == KEEP_ALIVE && length != 0) || (type == EXIT && length != 4)) {
            fail("FB-LAUNCHER-PROTOCOL: the node agent answered with a malformed frame; type: firebreak up\n");
        }
        if (type == EXIT) {
            char code[4];
            if (!read_all(fd, code, sizeof code)) return;
            /* The kernel keeps the low eight bits only: 256 would end as success. */
            leave(integer_of(code) > 255 ? 255 : integer_of(code));
        }
        if (!relay_output(fd, (int)type, length)) return;
    }
}

static void require_worth_waiting(int error, bool retried) {
    /* An agent that is coming back may be seen while its socket is not ours yet. */
    if (retried || error == -ECONNREFUSED || error == -ENOENT) return;
    if (error == -EACCES || error == -EPERM) {
        fail("FB-LAUNCHER-DENIED: " FIREBREAK_SOCKET " may be opened by the NodeManager's user only\n");
    }
    fail("FB-LAUNCHER-CONNECT: cannot connect to the node agent at " FIREBREAK_SOCKET "; type: firebreak doctor\n");
}

__attribute__((noreturn)) static void give_up(bool retried) {
    if (retried) fail("FB-LAUNCHER-AGENT-LOST: the node agent went away and did not come back; type: firebreak up\n");
    fail("FB-LAUNCHER-NO-AGENT: no node agent listens at " FIREBREAK_SOCKET "; type: firebreak up\n");
}

void launch(long argc, char **argv) {
    open_standard_descriptors();
    ignore_broken_pipes();
    const uint32_t count = argc > 1 ? (uint32_t)argc - 1 : 0;
    require_limits(count, argv + 1);

    bool retried = false;
    int64_t away_since = now_ms();
    long delay = FIRST_DELAY_MS;
    for (;;) {
        int fd = connect_agent();
        if (fd >= 0) {
            int64_t connected = now_ms();
            /* Even where the agent stopped reading, it may have said why. */
            send_request(fd, retried, count, argv + 1);
            relay_response(fd);
            CALL1(close, fd);
            /* An agent that only comes up to fall again has not come back. */
            if (!retried || now_ms() - connected >= STEADY_MS) {
                away_since = now_ms();
                delay = FIRST_DELAY_MS;
            }
            retried = true;
        } else {
            require_worth_waiting(fd, retried);
        }
        if (now_ms() - away_since >= (retried ? FIREBREAK_LOST_WAIT_MS : FIREBREAK_FIRST_WAIT_MS)) give_up(retried);
        sleep_ms(delay);
        delay = delay * 2 < LAST_DELAY_MS ? delay * 2 : LAST_DELAY_MS;
    }
}
