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
        Option("trust", "PEM", "Trusted roots, PEM or DER; may be repeated."),
        Option("untrusted", "PEM", "Other certificates, PEM or DER: intermediates, signers; may be repeated."),
        Option("crl", "FILE", "Revocation lists, PEM or DER; may be repeated."),
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
        var others: [Certificate] = []
        for path in paths("untrusted", "issuing.pem") { others += try Self.certificates(path) }
        untrusted = others
        var crls: [[UInt8]] = []
        for path in paths("crl", "crl.pem") {
            crls += try Self.objects(.crl, path) { bytes throws(TrustError) in try TrustStore.crls(in: bytes) }
        }
        var trusted: [Certificate] = []
        for path in roots { trusted += try Self.certificates(path) }
        store = try TrustStore(roots: trusted, intermediates: untrusted, crls: crls)
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
        guard verdict.code == .signerUnknown else { return verdict }
        return verify(CMSVerifier(store: store, signers: SignerDirectory(everybody)))
    }

    /// All who may have signed: those that are registered, and those that were named.
    private var everybody: [Certificate] {
        let folders = folder.map { Platform.Files.names(in: "\($0)/agencies") } ?? []
        return untrusted + folders.compactMap { registered($0) }
    }

    /// The verdict about the signature in XML that is no message, and so of no sender: whoever the roots vouch for.
    func verdict(ofStranger pass: XMLSignaturePass, at time: InspectionTime) -> Verdict {
        verdict(pass, among: everybody.map(\.der) + XMLSignatureVerifier.embeddedCertificates(pass), at: time)
    }

    func verdict(_ pass: XMLSignaturePass, from sender: Sender?, at time: InspectionTime) -> Verdict? {
        guard folder != nil else {
            return verdict(
                pass, among: untrusted.map(\.der) + XMLSignatureVerifier.embeddedCertificates(pass), at: time)
        }
        return sender.map { verdict(pass, among: registered($0.code).map { [$0.der] } ?? [], at: time) }
    }

    private func verdict(_ pass: XMLSignaturePass, among all: [[UInt8]], at time: InspectionTime) -> Verdict {
        let signers = SignerDirectory { all.indices.contains(Int($0)) ? all[Int($0)] : nil }
        for (place, der) in all.enumerated() { signers.add(der, at: Int64(place)) }
        return XMLSignatureVerifier(store: store, signers: signers).verify(
            pass, from: 0, at: time.instant.milliseconds, hindsight: time.isHindsight,
            untrusted: untrusted)
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
        guard let folder, let code = try? Connection.part(code) else { return nil }
        return try? Certificate.all(in: Self.read("\(folder)/agencies/\(code)/certificate.pem")).first
    }

    /// `000.21.30.H10` as `H10.30.21`: the folders have the new form, and the old one is it from right to left.
    static func newForm(_ code: String) -> String {
        let groups = code.split(separator: ".", omittingEmptySubsequences: false)
        // The old form begins with a digit: a code of the new form may have four groups too, such as H37.DN.001.A1.
        guard groups.count == 4, code.first?.isNumber == true, groups.last?.first?.isLetter == true else { return code }
        return groups.reversed().filter { $0.contains { $0 != "0" } }.joined(separator: ".")
    }

    private static func certificates(_ path: String) throws(TrustError) -> [Certificate] {
        try objects(.certificate, path) { bytes throws(TrustError) in try Certificate.all(in: bytes) }
    }

    /// What `parse` reads of a file; a fault is told with the file's name. A file that holds other things alone is one
    /// that was named by mistake.
    private static func objects<Object>(
        _ kind: PKIFile.Kind, _ path: String, _ parse: (_ bytes: [UInt8]) throws(TrustError) -> [Object]
    ) throws(TrustError) -> [Object] {
        let bytes = try read(path)
        let held = ((try? PKIFile.objects(in: bytes)) ?? []).map(\.kind).filter { $0 != .other }
        guard held.isEmpty || held.contains(kind) else {
            throw TrustError("\(path) holds no \(kind.rawValue), but: \(held.map(\.rawValue).joined(separator: ", "))")
        }
        do { return try parse(bytes) } catch { throw TrustError("\(path): \(error.description)") }
    }

    static func read(_ path: String) throws(TrustError) -> [UInt8] {
        do { return try Files.read(path) } catch { throw TrustError("\(error)") }
    }
}
