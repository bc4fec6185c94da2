internal import EdXML
internal import Exchange
internal import Inspection
internal import Platform
internal import Trust
internal import XML

/// The agencies as a folder of the PKI knows them, for `lint` and `verify`: nobody is asked, nothing is sent.
///
/// Without such a folder nobody is registered: a signer is whoever the trusted roots vouch for, and is named in the
/// answer.
final class PKIParties: Parties {
    static let options = [
        Option("pki", "DIR", "A PKI's root.pem, issuing.pem, crl.pem and agencies/CODE/certificate.pem."),
        Option("trust", "PEM", "Trusted roots; may be repeated."),
        Option("untrusted", "PEM", "Other certificates: intermediates, signers; may be repeated."),
        Option("crl", "FILE", "Revocation lists; may be repeated."),
    ]

    let store: TrustStore
    let untrusted: [Certificate]
    private let folder: String?
    private var numbers: [String: UInt32] = [:]

    /// What the options name; nil where they name no roots.
    init?(_ arguments: Arguments) throws(TrustError) {
        let folder = arguments.given("pki")
        self.folder = folder
        func paths(_ option: String, _ name: String) -> [String] {
            arguments.all(option) + (folder.map { ["\($0)/\(name)"] } ?? [])
        }
        let roots = paths("trust", "root.pem")
        guard !roots.isEmpty else { return nil }
        untrusted = try Self.certificates(paths("untrusted", "issuing.pem"))
        var crls: [[UInt8]] = []
        for path in paths("crl", "crl.pem") { crls += try TrustStore.crls(in: Self.read(path)) }
        store = try TrustStore(roots: Self.certificates(roots), intermediates: untrusted, crls: crls)
    }

    func sender(of message: EdXMLMessage) -> Result<Sender, Objection> {
        guard folder != nil else { return .success(Sender(number: 0, code: message.sender)) }
        let code = Self.newForm(message.sender)
        guard registered(code) != nil else {
            return .failure(Objection("unknown_sender", found: message.sender))
        }
        return .success(Sender(number: 0, code: code))
    }

    func verdict(cms: [UInt8], over content: [UInt8], at time: InspectionTime) -> Verdict {
        func verify(_ verifier: CMSVerifier) -> Verdict {
            verifier.verify(
                signature: cms, content: content, at: time.instant.milliseconds, hindsight: time.isHindsight)
        }
        let verdict = verify(CMSVerifier(store: store))
        // Only a signature that brings no certificate makes a look at all of them necessary.
        guard verdict.code == .signerUnknown, let folder else { return verdict }
        let all = Platform.Files.names(in: "\(folder)/agencies").compactMap { registered($0) }
        return verify(CMSVerifier(store: store, signers: SignerDirectory(all)))
    }

    func verdict(_ pass: XMLSignaturePass, from sender: Sender?, at time: InspectionTime) -> Verdict? {
        var known: [[UInt8]] = []
        if folder != nil {
            guard let sender else { return nil }
            known = registered(sender.code).map { [$0.der] } ?? []
        } else {
            known = untrusted.map(\.der) + XMLSignatureVerifier.embeddedCertificates(pass)
        }
        let all = known
        let signers = SignerDirectory { all.indices.contains(Int($0)) ? all[Int($0)] : nil }
        for (place, der) in all.enumerated() { signers.add(der, at: Int64(place)) }
        return XMLSignatureVerifier(store: store, signers: signers).verify(
            pass, from: 0, at: time.instant.milliseconds, hindsight: time.isHindsight,
            untrusted: folder == nil ? untrusted : [])
    }

    /// By the folders' names alone: an agency has one code of each form, and one is the other from right to left.
    func agency(code: String) -> UInt32? {
        guard folder != nil else { return nil }
        let name = Self.newForm(code)
        if let number = numbers[name] { return number }
        let number = UInt32(truncatingIfNeeded: numbers.count)
        numbers[name] = number
        return number
    }

    /// Who is closed is not in the folder.
    func refusal(of sender: Sender) -> Objection? { nil }

    func isBound(_ key: PublicKey, to sender: Sender) -> Bool? {
        folder == nil ? nil : registered(sender.code)?.publicKey == key
    }

    /// The certificate that the daemon binds to the agency at its start.
    private func registered(_ code: String) -> Certificate? {
        // The code comes out of a stranger's file: it is one part of a path, or none.
        guard let folder, let code = try? Connection.code(code) else { return nil }
        return try? Self.certificates(["\(folder)/agencies/\(code)/certificate.pem"]).first
    }

    /// `000.21.30.H10` as `H10.30.21`: the folders have the new form, and the old one is it from right to left.
    static func newForm(_ code: String) -> String {
        let groups = code.split(separator: ".", omittingEmptySubsequences: false)
        guard groups.count == 4, let last = groups.last, last.first?.isLetter == true else { return code }
        return groups.reversed().filter { $0.contains { $0 != "0" } }.joined(separator: ".")
    }

    static func certificates(_ paths: [String]) throws(TrustError) -> [Certificate] {
        var all: [Certificate] = []
        for path in paths { all += try Certificate.all(in: read(path)) }
        return all
    }

    static func read(_ path: String) throws(TrustError) -> [UInt8] {
        do { return try Files.read(path) } catch { throw TrustError("\(error)") }
    }
}
