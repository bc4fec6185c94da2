// SQLite's C interface. Macros and variadic functions that Swift cannot import get a `static inline` twin here.
#pragma once
#include <sqlite3.h>

/// `SQLITE_TRANSIENT` is a cast macro: SQLite copies the bytes before the bind returns.
static inline sqlite3_destructor_type lgsp_sqlite_transient(void) { return SQLITE_TRANSIENT; }

/// Keeps no count of SQLite's memory, whose lock every allocation of every connection would take; before all else.
static inline int lgsp_sqlite_configure(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/// `SQLITE_IOERR_WRITE`, which is made of other macros.
static const int lgsp_sqlite_ioerr_write = SQLITE_IOERR_WRITE;
