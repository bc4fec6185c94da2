internal import Platform

/// The certificates that agencies registered, for signatures that don't embed theirs.
///
/// Only what identifies a certificate is kept, and where it is found; it is read and parsed when a signature names it.
/// So a hundred thousand registered certificates cost a few megabytes and no time at start.
public final class SignerDirectory: Sendable {
    /// Where a certificate stands with whoever keeps it.
    public typealias Place = Int64

    struct State {
        /// By the hash of the identifier; two identifiers under one hash are told apart when they are read.
        var places: [Int: [Place]] = [:]
        var byOwner: [UInt32: [Place]] = [:]
        var parsed: [[UInt8]: Certificate] = [:]
        var parsedAt: [Place: Certificate] = [:]
    }

    private static let parsedLimit = 10_000
    let load: @Sendable (Place) -> [UInt8]?
    let state = Monitor(State())

    /// An empty directory; `load` gives the DER of the certificate at a place, nil where there is none any more.
    public init(load: @escaping @Sendable (Place) -> [UInt8]?) { self.load = load }

    /// A directory of `certificates`; of two under one identifier the later counts.
    public convenience init(_ certificates: [Certificate] = []) {
        let all = certificates.map(\.der)
        self.init { all.indices.contains(Int($0)) ? all[Int($0)] : nil }
        for (place, der) in all.enumerated() { add(der, at: Place(place)) }
    }

    /// Notes that the certificate `der` of an owner stands at `place`; what is no certificate is passed over.
    public func add(_ der: [UInt8], at place: Place, owner: UInt32 = 0) {
        let identifiers = CertificateIdentifiers.all(of: der)
        guard !identifiers.isEmpty else { return }
        state.withLock { state in
            state.byOwner[owner, default: []].append(place)
            for identifier in identifiers {
                state.places[identifier.hashValue, default: []].append(place)
                state.parsed[identifier] = nil
            }
        }
    }

    /// The certificate under the content of IssuerAndSerialNumber, or under the key identifier's bytes.
    func certificate(_ identifier: [UInt8]) -> Certificate? {
        let (known, places) = state.withLock { state in
            (state.parsed[identifier], state.places[identifier.hashValue] ?? [])
        }
        if let known { return known }
        for place in places.reversed() {
            guard let der = load(place), let certificate = try? Certificate(der: der),
                certificate.issuerAndSerial == identifier || certificate.keyIdentifier == identifier
            else { continue }
            state.withLock { state in
                if state.parsed.count >= Self.parsedLimit { state.parsed.removeAll(keepingCapacity: true) }
                state.parsed[identifier] = certificate
            }
            return certificate
        }
        return nil
    }
}

extension SignerDirectory {
    /// The owner's certificates, the newest first; at most a hundred are looked at.
    public func certificates(of owner: UInt32) -> [Certificate] {
        let (places, known) = state.withLock { state in
            let places = state.byOwner[owner]?.suffix(100).reversed() ?? []
            return (places, places.map { state.parsedAt[$0] })
        }
        return zip(places, known).compactMap { place, known in known ?? parse(at: place) }
    }

    private func parse(at place: Place) -> Certificate? {
        guard let certificate = load(place).flatMap({ try? Certificate(der: $0) }) else { return nil }
        state.withLock { state in
            if state.parsedAt.count >= Self.parsedLimit { state.parsedAt.removeAll(keepingCapacity: true) }
            state.parsedAt[place] = certificate
        }
        return certificate
    }
}

/// What signatures call a certificate by (RFC 5652, section 5.3), read from its DER without building anything.
enum CertificateIdentifiers {
    private static let keyIdentifier: [UInt8] = [0x06, 0x03, 0x55, 0x1D, 0x0E]

    /// Issuer and serial number, and the subject key identifier where there is one; nothing for what is no certificate.
    static func all(of der: [UInt8]) -> [[UInt8]] {
        var file = DERCursor(der, 0..<der.count)
        guard let certificate = file.next(0x30) else { return [] }
        var parts = DERCursor(der, certificate.body)
        guard let signed = parts.next(0x30) else { return [] }
        // RFC 5280, 4.1: version, serial number, algorithm, issuer, validity, subject, key, …, extensions.
        var fields = DERCursor(der, signed.body)
        _ = fields.next(0xA0)
        guard let serial = fields.next(0x02), fields.next(0x30) != nil, let issuer = fields.next(0x30) else {
            return []
        }
        var identifiers = [Array(der[issuer.whole]) + Array(der[serial.whole])]
        while let field = fields.next() {
            guard field.tag == 0xA3 else { continue }
            var wrapper = DERCursor(der, field.body)
            guard let list = wrapper.next(0x30) else { break }
            var extensions = DERCursor(der, list.body)
            while let one = extensions.next(0x30) {
                var members = DERCursor(der, one.body)
                guard let type = members.next(0x06), members.matches(type.whole, keyIdentifier),
                    let value = members.next(0x04)
                else { continue }
                var inner = DERCursor(der, value.body)
                if let bytes = inner.next(0x04) { identifiers.append(Array(der[bytes.body])) }
            }
        }
        return identifiers
    }
}
