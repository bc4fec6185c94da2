// A file system for SQLite that is the system's own, with a checksum in every page of a database.
#pragma once

/// The name of the file system for `sqlite3_open_v2`, once `lgsp_page_checks_register` gave 0.
#define LGSP_PAGE_CHECKS "lgsp-page-checks"

/// Bytes that a page keeps for its checksum: `SQLITE_FCNTL_RESERVE_BYTES` before the first page is written.
#define LGSP_PAGE_CHECKS_RESERVE 8

/// Makes the file system known to SQLite, on top of `unix-excl`; may be called again. Gives an SQLite code.
int lgsp_page_checks_register(void);

/// Gives every page of the database at `path` its checksum anew, after another program wrote to it. It must be open nowhere.
/// Gives the number of pages that had another one, or -1 with `errno` set where the file cannot be read or written, or keeps no
/// checksums.
long lgsp_page_checks_renew(const char *path);
