// SQLite's pages have no checksum: a byte that changed within a row is read as if it had been written. Here the last eight
// bytes of a page, which SQLite leaves alone in a database that reserves them, hold one of the others and of the page's
// number. It is set when a page is written to the database and compared when one is read; one that differs is
// SQLITE_IOERR_DATA. The write-ahead log has checksums of its own. A database that reserves nothing is read and written
// as by the system's file system.
#include "page_checks.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum { reserve = LGSP_PAGE_CHECKS_RESERVE, smallest = 512, largest = 4096 };

/// Whether a database keeps checksums; `unknown` until its first page was seen.
enum state { unknown, plain, checked };

/// A database file: SQLite's view of it, and behind it in memory the system's.
struct page_file {
    sqlite3_file base;
    enum state state;
};

static sqlite3_vfs *system_files;

static sqlite3_file *inner(sqlite3_file *file) { return (sqlite3_file *)((struct page_file *)file + 1); }

/// The checksum of a page of `size` bytes at `offset`, without its last eight.
static uint64_t checksum(const uint8_t *page, int size, sqlite3_int64 offset) {
    uint32_t first = (uint32_t)(offset / size) + 1, second = 0x4C475350;
    for (int place = 0; place < size - reserve; place += 8) {
        uint32_t words[2];
        memcpy(words, page + place, 8);
        first += words[0] + second;
        second += words[1] + first;
    }
    return (uint64_t)first << 32 | second;
}

static int is_page(int size, sqlite3_int64 offset) {
    return size >= smallest && size <= largest && (size & (size - 1)) == 0 && offset % size == 0;
}

/// What the header in the first bytes of a database says.
static enum state state_of(const uint8_t *header) {
    return memcmp(header, "SQLite format 3", 16) != 0 ? unknown : header[20] == reserve ? checked : plain;
}

static enum state state_of_file(struct page_file *file) {
    uint8_t header[100];
    if (file->state == unknown && inner(&file->base)->pMethods->xRead(inner(&file->base), header, 100, 0) == SQLITE_OK) {
        file->state = state_of(header);
    }
    return file->state;
}

static int page_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset) {
    struct page_file *self = (struct page_file *)file;
    int code = inner(file)->pMethods->xRead(inner(file), bytes, size, offset);
    if (code != SQLITE_OK || !is_page(size, offset) || state_of_file(self) != checked) return code;
    uint64_t found;
    memcpy(&found, (uint8_t *)bytes + size - reserve, reserve);
    return found == checksum(bytes, size, offset) ? SQLITE_OK : SQLITE_IOERR_DATA;
}

static int write_checked(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset) {
    uint8_t page[largest];
    memcpy(page, bytes, size);
    uint64_t sum = checksum(page, size, offset);
    memcpy(page + size - reserve, &sum, reserve);
    return inner(file)->pMethods->xWrite(inner(file), page, size, offset);
}

/// Gives the pages of a new database that were written before its first one their checksums.
static int check_earlier_pages(sqlite3_file *file, int size) {
    sqlite3_int64 end = 0;
    uint8_t page[largest];
    int code = inner(file)->pMethods->xFileSize(inner(file), &end);
    for (sqlite3_int64 offset = size; code == SQLITE_OK && offset + size <= end; offset += size) {
        code = inner(file)->pMethods->xRead(inner(file), page, size, offset);
        if (code == SQLITE_OK) code = write_checked(file, page, size, offset);
    }
    return code;
}

static int page_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset) {
    struct page_file *self = (struct page_file *)file;
    if (!is_page(size, offset)) return inner(file)->pMethods->xWrite(inner(file), bytes, size, offset);
    enum state before = state_of_file(self);
    if (offset == 0) self->state = state_of(bytes);
    if (self->state != checked) return inner(file)->pMethods->xWrite(inner(file), bytes, size, offset);
    int code = before == checked ? SQLITE_OK : check_earlier_pages(file, size);
    return code == SQLITE_OK ? write_checked(file, bytes, size, offset) : code;
}

static int page_close(sqlite3_file *file) { return inner(file)->pMethods->xClose(inner(file)); }
static int page_truncate(sqlite3_file *file, sqlite3_int64 size) {
    return inner(file)->pMethods->xTruncate(inner(file), size);
}
static int page_sync(sqlite3_file *file, int flags) { return inner(file)->pMethods->xSync(inner(file), flags); }
static int page_size(sqlite3_file *file, sqlite3_int64 *size) {
    return inner(file)->pMethods->xFileSize(inner(file), size);
}
static int page_lock(sqlite3_file *file, int lock) { return inner(file)->pMethods->xLock(inner(file), lock); }
static int page_unlock(sqlite3_file *file, int lock) { return inner(file)->pMethods->xUnlock(inner(file), lock); }
static int page_reserved(sqlite3_file *file, int *found) {
    return inner(file)->pMethods->xCheckReservedLock(inner(file), found);
}
static int page_control(sqlite3_file *file, int operation, void *argument) {
    return inner(file)->pMethods->xFileControl(inner(file), operation, argument);
}
static int page_sector(sqlite3_file *file) { return inner(file)->pMethods->xSectorSize(inner(file)); }
static int page_device(sqlite3_file *file) {
    return inner(file)->pMethods->xDeviceCharacteristics(inner(file));
}
static int page_map(sqlite3_file *file, int region, int size, int extend, void volatile **memory) {
    return inner(file)->pMethods->xShmMap(inner(file), region, size, extend, memory);
}
static int page_map_lock(sqlite3_file *file, int offset, int count, int flags) {
    return inner(file)->pMethods->xShmLock(inner(file), offset, count, flags);
}
static void page_barrier(sqlite3_file *file) { inner(file)->pMethods->xShmBarrier(inner(file)); }
static int page_unmap(sqlite3_file *file, int isDelete) {
    return inner(file)->pMethods->xShmUnmap(inner(file), isDelete);
}
/// A mapped page is compared as one that is read: without a copy of it, which is most of what a read costs.
static int page_fetch(sqlite3_file *file, sqlite3_int64 offset, int size, void **page) {
    int code = inner(file)->pMethods->xFetch(inner(file), offset, size, page);
    if (code != SQLITE_OK || !*page || !is_page(size, offset) || state_of_file((struct page_file *)file) != checked) {
        return code;
    }
    uint64_t found;
    memcpy(&found, (uint8_t *)*page + size - reserve, reserve);
    if (found == checksum(*page, size, offset)) return SQLITE_OK;
    inner(file)->pMethods->xUnfetch(inner(file), offset, *page);
    *page = 0;
    return SQLITE_IOERR_DATA;
}
static int page_unfetch(sqlite3_file *file, sqlite3_int64 offset, void *page) {
    return inner(file)->pMethods->xUnfetch(inner(file), offset, page);
}

static const sqlite3_io_methods methods = {
    3,           page_close,  page_read,   page_write,    page_truncate, page_sync,  page_size,
    page_lock,   page_unlock, page_reserved, page_control, page_sector,   page_device, page_map,
    page_map_lock, page_barrier, page_unmap, page_fetch,   page_unfetch,
};

static int page_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *found) {
    (void)vfs;
    // Logs and journals are the system's own.
    if (!(flags & SQLITE_OPEN_MAIN_DB)) return system_files->xOpen(system_files, name, file, flags, found);
    struct page_file *self = (struct page_file *)file;
    memset(self, 0, sizeof *self);
    int code = system_files->xOpen(system_files, name, inner(file), flags, found);
    if (inner(file)->pMethods) self->base.pMethods = &methods;
    return code;
}

int lgsp_page_checks_register(void) {
    static sqlite3_vfs checks;
    if (system_files) return SQLITE_OK;
    int code = sqlite3_initialize();
    if (code != SQLITE_OK) return code;
    sqlite3_vfs *found = sqlite3_vfs_find("unix-excl");
    if (!found) return SQLITE_NOTFOUND;
    checks = *found;
    checks.zName = LGSP_PAGE_CHECKS;
    checks.pNext = 0;
    checks.szOsFile += (int)sizeof(struct page_file);
    checks.xOpen = page_open;
    system_files = found;
    return sqlite3_vfs_register(&checks, 0);
}

long lgsp_page_checks_renew(const char *path) {
    uint8_t page[largest];
    long renewed = 0;
    int file = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) return -1;
    if (pread(file, page, 100, 0) != 100 || state_of(page) != checked) {
        close(file);
        errno = EINVAL;
        return -1;
    }
    // 1 stands for 65,536, which is never made here.
    int size = page[16] << 8 | page[17];
    if (!is_page(size, 0)) {
        close(file);
        errno = EINVAL;
        return -1;
    }
    for (off_t offset = 0; is_page(size, offset) && pread(file, page, size, offset) == size; offset += size) {
        uint64_t sum = checksum(page, size, offset);
        if (memcmp(page + size - reserve, &sum, reserve) == 0) continue;
        renewed++;
        if (pwrite(file, &sum, reserve, offset + size - reserve) != reserve) renewed = -1;
        if (renewed < 0) break;
    }
    if (fsync(file) != 0) renewed = -1;
    int number = errno;
    close(file);
    errno = number;
    return renewed;
}
