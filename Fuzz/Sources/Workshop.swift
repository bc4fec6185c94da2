internal import Glibc
internal import Platform

@testable internal import Trust

/// A PKI that is the same in every run, in a folder that is gone with it.
struct Workshop {
    /// 2021-06-24, 08:00 in Việt Nam.
    static let now: Int64 = 1_624_496_400_000
    let pki: DemoPKI
    let folder: String

    init() throws {
        folder = "/tmp/lgsp-fuzz-\(getpid())"
        pki = try DemoPKI.create(directory: folder, now: Self.now)
    }

    func remove() {
        for path in ["ca", "server", "admin", "bus", "agencies/p256", "agencies/rsa", "agencies", ""] {
            let whole = path.isEmpty ? folder : "\(folder)/\(path)"
            for name in Files.names(in: whole) { unsafe unlink("\(whole)/\(name)") }
            unsafe rmdir(whole)
        }
    }

    func certificates(_ name: String) throws -> [Certificate] {
        try Certificate.all(in: Files.read("\(folder)/\(name)"))
    }

    func key(_ agency: String) throws -> PrivateKey {
        try PrivateKey(pem: Files.read("\(folder)/agencies/\(agency)/key.pem"))
    }

    /// A store of its own: what one verifier learnt, no other knows.
    func store() throws -> TrustStore {
        try TrustStore(
            roots: certificates("root.pem"), intermediates: certificates("issuing.pem"),
            crls: TrustStore.crls(in: Files.read("\(folder)/crl.pem")))
    }
}
