/* Loaded with LD_PRELOAD into the daemon under test: writes down every change of the files below POWERCUT_ROOT, and
 * every barrier, in the order in which they took effect. From that log a test works out what a disk that forgets all
 * that was not synced would hold after a power cut at any moment.
 *
 *   POWERCUT_ROOT  the folder that is watched, absolute
 *   POWERCUT_LOG   the log, a file outside of it
 *   POWERCUT_LIE   barriers on files whose name ends so do nothing and are not logged: a disk that lies
 *   POWERCUT_DIE   "SUFFIX:N": SIGKILL instead of the N-th barrier on a file whose name ends in SUFFIX, counted from
 *                  the first barrier on a file whose name ends in ".segment"
 *
 *   POWERCUT_FAIL  "SUFFIX:N": the N-th such barrier, counted alike, fails with EIO
 *
 * A change and its record are made under one lock, so that the log's order is that of the changes. What the shim does
 * not understand is logged as such, and the test refuses the log. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind {
    ROOT = 0, CREATE = 1, WRITE = 2, TRUNCATE = 3, UNLINK = 4, RENAME = 5, MKDIR = 6, RMDIR = 7,
    SYNC_BEGIN = 8, SYNC_END = 9, UNKNOWN = 10
};

struct record {
    uint32_t kind, path_size, other_size, token;
    uint64_t time, file, offset, data_size;
};

#define MAX_FILES 4096
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_file = -1;
static char root[PATH_MAX];
static size_t root_size;
static const char *lie, *die, *fail;
static long die_at = -1, die_count, fail_at = -1, fail_count;
static int is_counting;
static uint32_t tokens;
/* The path and inode behind each descriptor of a watched file; NULL for all others. */
static char *paths[MAX_FILES];
static uint64_t inodes[MAX_FILES];

static int ends_with(const char *text, const char *end) {
    size_t text_size = strlen(text), end_size = end ? strlen(end) : 0;
    return end_size && text_size >= end_size && !strcmp(text + text_size - end_size, end);
}

static void put(int kind, uint64_t file, const char *path, const char *other, uint32_t token, uint64_t offset,
                const void *data, size_t size) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct record record = {
        .kind = kind, .path_size = path ? strlen(path) : 0, .other_size = other ? strlen(other) : 0, .token = token,
        .time = (uint64_t)now.tv_sec * 1000000000u + now.tv_nsec, .file = file, .offset = offset, .data_size = size,
    };
    struct iovec parts[4] = {
        {&record, sizeof record}, {(void *)path, record.path_size}, {(void *)other, record.other_size},
        {(void *)data, size},
    };
    size_t whole = sizeof record + record.path_size + record.other_size + size;
    if (syscall(SYS_writev, log_file, parts, 4) != (long)whole) {
        static const char text[] = "powercut: the log cannot be written\n";
        syscall(SYS_write, 2, text, sizeof text - 1);
        _exit(70);
    }
}

static void unknown(const char *what) { put(UNKNOWN, 0, what, NULL, 0, 0, NULL, 0); }

static const char *suffix_and_count(const char *name, long *count) {
    const char *text = getenv(name);
    char *copy = text ? strdup(text) : NULL, *colon = copy ? strrchr(copy, ':') : NULL;
    if (!colon) return NULL;
    *colon = 0;
    *count = atol(colon + 1);
    return copy;
}

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("POWERCUT_ROOT"), *path = getenv("POWERCUT_LOG");
    struct stat status;
    if (!folder || !path || stat(folder, &status)) return;
    snprintf(root, sizeof root, "%s", folder);
    root_size = strlen(root);
    log_file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    lie = getenv("POWERCUT_LIE");
    die = suffix_and_count("POWERCUT_DIE", &die_at);
    fail = suffix_and_count("POWERCUT_FAIL", &fail_at);
    put(ROOT, status.st_ino, root, NULL, 0, 0, NULL, 0);
}

/* Whether `path` is watched; SQLite makes its -shm anew after a crash. */
static int watched(const char *path) {
    if (log_file < 0) return 0;
    if (path[0] != '/') {
        char full[PATH_MAX];
        if (!getcwd(full, sizeof full - 1)) return 0;
        if (!strncmp(full, root, root_size)) unknown("a relative path");
        return 0;
    }
    return !strncmp(path, root, root_size) && (path[root_size] == '/' || !path[root_size]) && !ends_with(path, "-shm");
}

static int watched_at(int folder, const char *path) {
    if (folder == AT_FDCWD || path[0] == '/') return watched(path);
    if (folder >= 0 && folder < MAX_FILES && paths[folder]) unknown("a path relative to a folder");
    return 0;
}

static const char *path_of(int file) { return log_file >= 0 && file >= 0 && file < MAX_FILES ? paths[file] : NULL; }

static void forget(int file) {
    if (file < 0 || file >= MAX_FILES || !paths[file]) return;
    free(paths[file]);
    paths[file] = NULL;
}

static uint64_t inode(const char *path) {
    struct stat status;
    return lstat(path, &status) ? 0 : status.st_ino;
}

/* ---- opening and closing */

static int open_watched(const char *path, int flags, mode_t mode) {
    pthread_mutex_lock(&lock);
    int was_there = inode(path) != 0;
    int file = syscall(SYS_openat, AT_FDCWD, path, flags, mode), error = errno;
    if (file >= MAX_FILES) unknown("a descriptor above the limit");
    if (file >= 0 && file < MAX_FILES) {
        struct stat status;
        fstat(file, &status);
        forget(file);
        paths[file] = strdup(path);
        inodes[file] = status.st_ino;
        if (!was_there) put(CREATE, status.st_ino, path, NULL, 0, 0, NULL, 0);
        else if (flags & O_TRUNC) put(TRUNCATE, status.st_ino, NULL, NULL, 0, 0, NULL, 0);
        if ((flags & O_TMPFILE) == O_TMPFILE) unknown("O_TMPFILE");
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return file;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); } \
        if (watched(path)) return open_watched(path, flags, mode); \
        int file = syscall(SYS_openat, AT_FDCWD, path, flags, mode); \
        pthread_mutex_lock(&lock); int error = errno; forget(file); errno = error; pthread_mutex_unlock(&lock); \
        return file; \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); } \
        if (watched_at(folder, path)) return open_watched(path, flags, mode); \
        int file = syscall(SYS_openat, folder, path, flags, mode); \
        pthread_mutex_lock(&lock); int error = errno; forget(file); errno = error; pthread_mutex_unlock(&lock); \
        return file; \
    }
OPENAT(openat)
OPENAT(openat64)

int creat(const char *path, mode_t mode) { return open(path, O_WRONLY | O_CREAT | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return open(path, O_WRONLY | O_CREAT | O_TRUNC, mode); }

int close(int file) {
    pthread_mutex_lock(&lock);
    forget(file);
    int result = syscall(SYS_close, file);
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

static int duplicate(int from, int to) {
    pthread_mutex_lock(&lock);
    int error = errno;
    forget(to);
    if (to >= 0 && to < MAX_FILES && path_of(from)) {
        paths[to] = strdup(paths[from]);
        inodes[to] = inodes[from];
    }
    errno = error;
    pthread_mutex_unlock(&lock);
    return to;
}

int dup(int file) { return duplicate(file, syscall(SYS_dup, file)); }
int dup2(int file, int to) { return duplicate(file, syscall(SYS_dup3, file, to, 0)); }
int dup3(int file, int to, int flags) { return duplicate(file, syscall(SYS_dup3, file, to, flags)); }

#define FCNTL(name) \
    int name(int file, int command, ...) { \
        va_list list; va_start(list, command); long argument = va_arg(list, long); va_end(list); \
        int result = syscall(SYS_fcntl, file, command, argument); \
        if (result >= 0 && (command == F_DUPFD || command == F_DUPFD_CLOEXEC)) duplicate(file, result); \
        return result; \
    }
FCNTL(fcntl)
FCNTL(fcntl64)

/* ---- changes of contents */

#define WATCH(file) (path_of(file) != NULL)

static ssize_t write_at(int file, const void *bytes, size_t size, int64_t offset) {
    pthread_mutex_lock(&lock);
    int flags = syscall(SYS_fcntl, file, F_GETFL);
    int64_t at = offset;
    if (flags & O_APPEND) { struct stat status; fstat(file, &status); at = status.st_size; }
    else if (offset < 0) at = syscall(SYS_lseek, file, 0, SEEK_CUR);
    ssize_t result = offset < 0 ? syscall(SYS_write, file, bytes, size) : syscall(SYS_pwrite64, file, bytes, size, offset);
    int error = errno;
    if (result > 0) put(WRITE, inodes[file], NULL, NULL, 0, at, bytes, result);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

ssize_t write(int file, const void *bytes, size_t size) {
    return WATCH(file) ? write_at(file, bytes, size, -1) : syscall(SYS_write, file, bytes, size);
}
ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset) {
    return WATCH(file) ? write_at(file, bytes, size, offset) : syscall(SYS_pwrite64, file, bytes, size, offset);
}
ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t offset) { return pwrite(file, bytes, size, offset); }

static ssize_t write_parts(int file, const struct iovec *parts, int count, int64_t offset) {
    ssize_t done = 0;
    for (int index = 0; index < count; index++) {
        ssize_t part = write_at(file, parts[index].iov_base, parts[index].iov_len, offset < 0 ? -1 : offset + done);
        if (part < 0) return done ? done : part;
        done += part;
        if ((size_t)part < parts[index].iov_len) break;
    }
    return done;
}
ssize_t writev(int file, const struct iovec *parts, int count) {
    return WATCH(file) ? write_parts(file, parts, count, -1) : syscall(SYS_writev, file, parts, count);
}
ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) {
    if (WATCH(file)) return write_parts(file, parts, count, offset);
    return syscall(SYS_pwritev, file, parts, count, offset, 0);
}
ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t offset) {
    return pwritev(file, parts, count, offset);
}

int ftruncate(int file, off_t size) {
    if (!WATCH(file)) return syscall(SYS_ftruncate, file, size);
    pthread_mutex_lock(&lock);
    int result = syscall(SYS_ftruncate, file, size), error = errno;
    if (!result) put(TRUNCATE, inodes[file], NULL, NULL, 0, size, NULL, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}
int ftruncate64(int file, off64_t size) { return ftruncate(file, size); }

int truncate(const char *path, off_t size) {
    if (watched(path)) unknown("truncate");
    return syscall(SYS_truncate, path, size);
}
int truncate64(const char *path, off64_t size) { return truncate(path, size); }

int fallocate(int file, int mode, off_t offset, off_t size) {
    if (WATCH(file)) unknown("fallocate");
    return syscall(SYS_fallocate, file, mode, offset, size);
}
int fallocate64(int file, int mode, off64_t offset, off64_t size) { return fallocate(file, mode, offset, size); }
int posix_fallocate(int file, off_t offset, off_t size) {
    if (WATCH(file)) unknown("posix_fallocate");
    return syscall(SYS_fallocate, file, 0, offset, size) ? errno : 0;
}
int posix_fallocate64(int file, off64_t offset, off64_t size) { return posix_fallocate(file, offset, size); }

ssize_t sendfile(int to, int from, off_t *offset, size_t size) {
    if (!WATCH(to)) return syscall(SYS_sendfile, to, from, offset, size);
    pthread_mutex_lock(&lock);
    int64_t at = syscall(SYS_lseek, to, 0, SEEK_CUR);
    int64_t start = offset ? *offset : syscall(SYS_lseek, from, 0, SEEK_CUR);
    ssize_t result = syscall(SYS_sendfile, to, from, offset, size);
    int error = errno;
    if (result > 0) {
        char *bytes = malloc(result);
        if (syscall(SYS_pread64, from, bytes, result, start) != result) unknown("sendfile from no file");
        put(WRITE, inodes[to], NULL, NULL, 0, at, bytes, result);
        free(bytes);
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}
ssize_t sendfile64(int to, int from, off64_t *offset, size_t size) { return sendfile(to, from, offset, size); }
ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *offset, size_t size, unsigned flags) {
    if (WATCH(to)) unknown("copy_file_range");
    return syscall(SYS_copy_file_range, from, at, to, offset, size, flags);
}

void *mmap(void *start, size_t size, int protection, int flags, int file, off_t offset) {
    if (WATCH(file) && (flags & MAP_TYPE) != MAP_PRIVATE && protection & PROT_WRITE) unknown("a shared writable map");
    return (void *)syscall(SYS_mmap, start, size, protection, flags, file, offset);
}
void *mmap64(void *start, size_t size, int protection, int flags, int file, off64_t offset) {
    return mmap(start, size, protection, flags, file, offset);
}

/* ---- changes of folders */

#define CHANGE(condition, call, record) \
    if (!(condition)) return call; \
    pthread_mutex_lock(&lock); \
    int result = call, error = errno; \
    if (!result) record; \
    pthread_mutex_unlock(&lock); \
    errno = error; \
    return result

int unlink(const char *path) {
    CHANGE(watched(path), syscall(SYS_unlinkat, AT_FDCWD, path, 0), put(UNLINK, 0, path, NULL, 0, 0, NULL, 0));
}
int unlinkat(int folder, const char *path, int flags) {
    CHANGE(watched_at(folder, path), syscall(SYS_unlinkat, folder, path, flags),
           put(flags & AT_REMOVEDIR ? RMDIR : UNLINK, 0, path, NULL, 0, 0, NULL, 0));
}
int rmdir(const char *path) {
    CHANGE(watched(path), syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR),
           put(RMDIR, 0, path, NULL, 0, 0, NULL, 0));
}
int remove(const char *path) { return unlink(path) && errno == EISDIR ? rmdir(path) : 0; }
int mkdir(const char *path, mode_t mode) {
    CHANGE(watched(path), syscall(SYS_mkdirat, AT_FDCWD, path, mode),
           put(MKDIR, inode(path), path, NULL, 0, 0, NULL, 0));
}
int mkdirat(int folder, const char *path, mode_t mode) {
    CHANGE(watched_at(folder, path), syscall(SYS_mkdirat, folder, path, mode),
           put(MKDIR, inode(path), path, NULL, 0, 0, NULL, 0));
}
int renameat2(int folder, const char *path, int other_folder, const char *other, unsigned flags) {
    int is_watched = watched_at(folder, path), is_other = watched_at(other_folder, other);
    if (is_watched != is_other || (is_watched && flags)) unknown("a rename into or out of the folder");
    CHANGE(is_watched, syscall(SYS_renameat2, folder, path, other_folder, other, flags),
           put(RENAME, 0, path, other, 0, 0, NULL, 0));
}
int rename(const char *path, const char *other) { return renameat2(AT_FDCWD, path, AT_FDCWD, other, 0); }
int renameat(int folder, const char *path, int other_folder, const char *other) {
    return renameat2(folder, path, other_folder, other, 0);
}
int link(const char *path, const char *other) {
    if (watched(other)) unknown("link");
    return syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, other, 0);
}
int symlink(const char *path, const char *other) {
    if (watched(other)) unknown("symlink");
    return syscall(SYS_symlinkat, path, AT_FDCWD, other);
}

/* ---- barriers */

static int barrier(int file, long number) {
    if (!WATCH(file)) return syscall(number, file);
    pthread_mutex_lock(&lock);
    const char *path = paths[file];
    if (ends_with(path, ".segment")) is_counting = 1;
    if (is_counting && die && ends_with(path, die) && ++die_count == die_at) {
        /* The lock is held: no change is half logged when it ends. */
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
    if (is_counting && fail && ends_with(path, fail) && ++fail_count == fail_at) {
        pthread_mutex_unlock(&lock);
        errno = EIO;
        return -1;
    }
    int is_lie = ends_with(path, lie);
    uint32_t token = ++tokens;
    if (!is_lie) put(SYNC_BEGIN, inodes[file], NULL, NULL, token, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    if (is_lie) return 0;
    int result = syscall(number, file), error = errno;
    pthread_mutex_lock(&lock);
    if (!result) put(SYNC_END, 0, NULL, NULL, token, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}
int fsync(int file) { return barrier(file, SYS_fsync); }
int fdatasync(int file) { return barrier(file, SYS_fdatasync); }
/* Gives no durability at all: it flushes neither metadata nor the drive's cache. */
int sync_file_range(int file, off64_t offset, off64_t size, unsigned flags) {
    return syscall(SYS_sync_file_range, file, offset, size, flags);
}
