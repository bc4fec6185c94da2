// SQLite's C interface. Macros and variadic functions that Swift cannot import get a `static inline` twin here.
#pragma once
#include <sqlite3.h>
#include <stddef.h>

/// `SQLITE_TRANSIENT` is a cast macro: SQLite copies the bytes before the bind returns.
static inline sqlite3_destructor_type lgsp_sqlite_transient(void) { return SQLITE_TRANSIENT; }

/// Keeps no count of SQLite's memory, whose lock every allocation of every connection would take; before all else.
static inline int lgsp_sqlite_configure(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/// `SQLITE_IOERR_WRITE`, which is made of other macros.
static const int lgsp_sqlite_ioerr_write = SQLITE_IOERR_WRITE;

/// The `errno` of the last write that failed, to the write-ahead log or to the database: `sqlite3_system_errno` does not know it
/// after a COMMIT.
static inline int lgsp_sqlite_last_errno(sqlite3 *database) {
    int number = 0;
    sqlite3_file *log = NULL;
    sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (log && log->pMethods) log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &number);
    if (number == 0) sqlite3_file_control(database, "main", SQLITE_FCNTL_LAST_ERRNO, &number);
    return number != 0 ? number : sqlite3_system_errno(database);
}
