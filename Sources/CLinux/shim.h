// What Linux has and the toolchain's module of the C library leaves out: epoll, eventfd, accept4, renameat2.
#pragma once
#include <malloc.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

/// Takes a connection whose descriptor neither blocks nor is handed on to other programs; -1 with `errno` for none.
static inline int lgsp_accept(int socket) {
    // The header hides accept4 where the module was built without _GNU_SOURCE.
    extern int accept4(int, struct sockaddr *, socklen_t *, int);
    return accept4(socket, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

/// An epoll instance, -1 with `errno` for none.
static inline int lgsp_poll_make(void) { return epoll_create1(EPOLL_CLOEXEC); }

/// Watches for bytes to read; with `edges` each arrival is told once. 0, or -1 with `errno`.
static inline int lgsp_poll_add(int poll, int descriptor, int edges) {
    struct epoll_event event = {.events = EPOLLIN | (edges ? EPOLLRDHUP | EPOLLET : 0), .data = {.fd = descriptor}};
    return epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event);
}

static inline int lgsp_poll_remove(int poll, int descriptor) {
    return epoll_ctl(poll, EPOLL_CTL_DEL, descriptor, NULL);
}

/// Waits up to `timeout` milliseconds; fills in the descriptors that have something, 256 at most, and gives their number.
static inline int lgsp_poll_wait(int poll, int *descriptors, int timeout) {
    struct epoll_event events[256];
    int count = epoll_wait(poll, events, 256, timeout);
    for (int index = 0; index < count; index++) descriptors[index] = events[index].data.fd;
    return count;
}

/// A descriptor that can be rung from any thread.
static inline int lgsp_bell_make(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

static inline void lgsp_bell_ring(int bell) { (void)eventfd_write(bell, 1); }

/// Gives memory that is free back to the system.
static inline void lgsp_memory_trim(void) { (void)malloc_trim(0); }

/// Bytes that a TCP connection has taken from its peer, or with `outwards` its peer from it; -1 where nobody can say.
static inline long long lgsp_bytes_moved(int descriptor, int outwards) {
    // The end of the kernel's tcp_info (linux/tcp.h, from Linux 4.1 on), whose header cannot stand beside the C library's
    // own: bytes acknowledged at 120, bytes received at 128.
    unsigned long long info[24] = {0};
    socklen_t size = sizeof(info);
    if (getsockopt(descriptor, IPPROTO_TCP, 11 /* TCP_INFO */, info, &size) != 0 || size < 136) return -1;
    return (long long)info[outwards ? 15 : 16];
}

/// Bytes that were given to a connection and that its peer has not taken yet; -1 where nobody can say.
static inline int lgsp_bytes_unsent(int descriptor) {
    int count = 0;
    return ioctl(descriptor, TIOCOUTQ, &count) == 0 ? count : -1;
}

/// Has the system write no memory of this process to a file or to a program when it crashes; with `hide` no other process
/// of its user reads it either.
static inline void lgsp_keep_memory(int hide) {
    // A limit of 1 byte is too small for a file, and the one that has no program started to take the memory (core(5) knows
    // only 0, which programs do not heed; linux/fs/coredump.c).
    struct rlimit least = {1, 1};
    if (setrlimit(RLIMIT_CORE, &least) != 0) {
        least.rlim_cur = least.rlim_max = 0;
        (void)setrlimit(RLIMIT_CORE, &least);
    }
    if (hide) (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/// Swaps what two paths of one file system name, in one step; 0, or -1 with `errno`.
static inline int lgsp_exchange(const char *one, const char *other) {
    // The header keeps renameat2 and RENAME_EXCHANGE for _GNU_SOURCE; -100 is AT_FDCWD.
    extern int renameat2(int, const char *, int, const char *, unsigned int);
    return renameat2(-100, one, -100, other, 2);
}

/// Whether the peer of a connection has hung up.
static inline int lgsp_is_hung_up(int descriptor) {
    // POLLRDHUP, which the header keeps for _GNU_SOURCE.
    struct pollfd one = {.fd = descriptor, .events = 0x2000};
    return poll(&one, 1, 0) == 1 && (one.revents & (0x2000 | POLLHUP | POLLERR)) != 0;
}
