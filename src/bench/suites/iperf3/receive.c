/*
 * Preloaded into sockperf, in every place alike: it receives with MSG_NOSIGNAL, which means something to senders only.
 * Linux ignores it; gVisor on the host's network stack answers EINVAL (docs/upstream.md).
 */
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

ssize_t recvfrom(int socket, void *buffer, size_t length, int flags, struct sockaddr *from, socklen_t *size) {
  return syscall(SYS_recvfrom, socket, buffer, length, flags & ~MSG_NOSIGNAL, from, size);
}
