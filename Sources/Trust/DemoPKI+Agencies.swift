internal import Glibc
internal import Platform

extension DemoPKI {
    /// Issues certificates with keys of their own to many agencies at once, and gives them in the same order.
    ///
    /// All are put on disk together, which for thousands costs seconds less than one after another, and only then moved
    /// to `agencies/CODE`. An agency that got an identity meanwhile, from another process, keeps that one.
    public func issueAgencies(_ agencies: [(code: String, name: String)], now: Int64) throws -> [Certificate] {
        let workshop = "\(directory)/issuing-\(getpid())"
        try Files.makeFolder(workshop, isSecret: true)
        defer { unsafe rmdir(workshop) }
        var certificates: [Certificate] = []
        certificates.reserveCapacity(agencies.count)
        for (code, name) in agencies {
            let key = try PrivateKey.generate(.p256)
            let certificate = try issue(to: key.publicKey, name: code, organization: name, role: .agency, now: now)
            let folder = "\(workshop)/\(code)"
            try SystemError.check("mkdir", folder) { unsafe mkdir(folder, 0o755) }
            try Files.put(Array(key.pem.utf8), into: "\(folder)/key.pem", isSecret: true)
            try Files.put(Array((certificate.pem + issuing.pem).utf8), into: "\(folder)/certificate.pem")
            certificates.append(certificate)
        }
        Files.syncAll()
        try Files.makeFolder("\(directory)/agencies")
        for (place, agency) in agencies.enumerated() {
            let (made, wanted) = ("\(workshop)/\(agency.code)", "\(directory)/agencies/\(agency.code)")
            if unsafe rename(made, wanted) == 0 { continue }
            guard errno == EEXIST || errno == ENOTEMPTY else {
                throw SystemError(call: "rename", subject: wanted, number: errno)
            }
            for name in ["key.pem", "certificate.pem"] { unsafe unlink("\(made)/\(name)") }
            unsafe rmdir(made)
            guard let known = try Certificate.all(in: Files.read("\(wanted)/certificate.pem")).first else {
                throw TrustError("\(wanted)/certificate.pem holds no certificate")
            }
            certificates[place] = known
        }
        try Files.sync("\(directory)/agencies")
        return certificates
    }
}
