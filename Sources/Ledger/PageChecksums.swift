internal import CPageChecks
internal import Glibc
internal import Platform

/// The checksums in the pages of a ledger's database.
public enum PageChecksums {
    /// Makes them anew after another program wrote to the database, such as one that took its log in while it only looked;
    /// gives how many were wrong.
    ///
    /// What it finds it takes for right: `ledger verify` has to prove it afterwards. No daemon may work on `folder` meanwhile.
    public static func renew(in folder: String) throws -> Int {
        let lock = try FolderLock(folder: folder)
        let path = "\(folder)/ledger.sqlite"
        let count = try withExtendedLifetime(lock) {
            try SystemError.check("renew checksums of", path) { unsafe lgsp_page_checks_renew(path) }
        }
        return count
    }
}
