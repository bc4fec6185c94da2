import Synchronization
import Testing

@testable import Trust

/// What is remembered about chains: it must never say other than a fresh judgement would.
@Suite struct ChainCacheTests {
    let gallery = Gallery.shared

    @Test func `a remembered chain ends with its certificate, to the second`() throws {
        try #require(gallery.ready)
        let key = try PrivateKey.generate()
        let folder = Shell.temporaryDirectory()
        let now = Shell.now
        let pki = try DemoPKI.create(directory: folder, now: now - 600_000)
        var options = DemoPKI.Options()
        options.notAfter = now + 60_000
        options.notBefore = now - 60_000
        let certificate = try pki.issue(
            to: key.publicKey, name: "H1", organization: "H1", role: .agency, options: options, now: now)
        let store = try Self.store(folder)
        let end = certificate.notAfter
        // In an order that asks the cache before and after each edge.
        for (time, code) in [
            (now, nil), (end - 1, nil), (end, TrustCode.certificateExpired), (end - 1, nil),
            (end + 999, .certificateExpired),
            (certificate.notBefore, nil), (certificate.notBefore - 1, .certificateNotYetValid),
            (certificate.notBefore, nil), (now, nil),
        ] as [(Int64, TrustCode?)] {
            let cached = store.current.evaluate(certificate, at: time).code
            let fresh = try Self.store(folder).current.evaluate(certificate, at: time).code
            #expect(cached == fresh && cached == code, "\(time - now) ms from now")
        }
    }

    @Test func `a remembered chain ends with a CRL, to the second`() throws {
        try #require(gallery.ready)
        let store = try gallery.store()
        let certificate = try gallery.certificate("p256")
        let list = try RevocationList(der: TrustStore.crls(in: gallery.bytes("root.crl"))[0])
        let next = try #require(list.nextUpdate)
        for (time, code) in [
            (Shell.now, nil), (next - 1, nil), (next, TrustCode.crlExpired), (next - 1, nil),
            (list.thisUpdate, nil), (list.thisUpdate - 1, .crlNotYetValid), (Shell.now, nil),
        ] as [(Int64, TrustCode?)] {
            #expect(store.current.evaluate(certificate, at: time).code == code, "\(time - list.thisUpdate) ms")
        }
    }

    @Test func `a refused certificate costs its parsing and its chain once, and memory is bounded`() throws {
        try #require(gallery.ready)
        let verifier = try gallery.verifier()
        let store = verifier.store
        let doc = gallery.bytes("doc")
        for _ in 0..<50 {
            #expect(
                verifier.verify(signature: gallery.signature("stranger"), content: doc, at: Shell.now).code
                    == .issuerUnknown)
        }
        #expect(verifier.strangerCount == 1)
        #expect(store.current.refusedCount == 1)
        // The first ones are forgotten before there are too many.
        let leaf = try gallery.certificate("stranger")
        let others = try ["p256", "p384", "rsa2048", "mail", "bare", "revoked", "server"].map {
            try gallery.certificate($0)
        }
        for number in 0..<1500 {
            // Other certificates beside it make it another question.
            let beside = (0..<11).filter { number >> $0 & 1 == 1 }.map { others[$0 % others.count] }
            _ = store.current.evaluate(leaf, untrusted: beside, at: Shell.now)
        }
        #expect(store.current.refusedCount <= 1024)
    }

    @Test func `the missing intermediate makes a refused signer good`() throws {
        try #require(gallery.ready)
        let snapshot = try gallery.store().current
        let (leaf, above) = (try gallery.certificate("below"), try gallery.certificate("sub"))
        for _ in 0..<2 { #expect(snapshot.evaluate(leaf, at: Shell.now).code == .issuerUnknown) }
        #expect(snapshot.evaluate(leaf, untrusted: [above], at: Shell.now).status == .valid)
        #expect(snapshot.evaluate(leaf, at: Shell.now).status == .valid)
    }

    @Test func `a known signer with embedded intermediates stays good after a reload`() throws {
        try #require(gallery.ready)
        let verifier = try gallery.verifier()
        let root = try Certificate.all(in: gallery.bytes("root.pem"))
        let crls = try TrustStore.crls(in: gallery.bytes("crl.pem"))
        for _ in 0..<3 {
            let verdict = verifier.verify(
                signature: gallery.signature("below"), content: gallery.bytes("doc"), at: Shell.now)
            #expect(verdict.status == .valid, "\(verdict.checks.filter { !$0.passed })")
            try verifier.store.reload(roots: root, intermediates: [], crls: crls)
        }
    }

    @Test func `a reload while others verify is seen by all that start after it`() async throws {
        try #require(gallery.ready)
        let verifier = try gallery.verifier()
        let root = try Certificate.all(in: gallery.bytes("root.pem"))
        let crls = try TrustStore.crls(in: gallery.bytes("crl.pem"))
        let (signature, doc) = (gallery.signature("rsa2048"), gallery.bytes("doc"))
        let now = Shell.now
        // Even epochs have no CRLs, odd ones do: a verdict must fit an epoch between its start and its end.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    for _ in 0..<300 {
                        let before = verifier.store.current.epoch
                        let code = verifier.verify(signature: signature, content: doc, at: now).code
                        let after = verifier.store.current.epoch
                        #expect(code == nil || code == .crlMissing)
                        if before == after { #expect((code == nil) == (before % 2 == 1), "epoch \(before)") }
                    }
                }
            }
            group.addTask {
                for round in 0..<60 {
                    try verifier.store.reload(roots: root, intermediates: [], crls: round % 2 == 0 ? [] : crls)
                    await Task.yield()
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `hindsight judges the past by the lists of today`() throws {
        try #require(gallery.ready)
        let snapshot = try gallery.store().current
        let (good, revoked) = (try gallery.certificate("p256"), try gallery.certificate("revoked"))
        let past = Shell.now - 86_400_000
        #expect(snapshot.evaluate(good, at: past).code == .crlNotYetValid)
        #expect(snapshot.evaluate(good, at: past, hindsight: true).status == .valid)
        // It was revoked today: yesterday it stood.
        let before = snapshot.evaluate(revoked, at: past, hindsight: true)
        #expect(before.status == .valid, "\(before.checks.filter { !$0.passed })")
        #expect(snapshot.evaluate(revoked, at: Shell.now + 1000, hindsight: true).code == .certificateRevoked)
        #expect(snapshot.evaluate(good, at: Shell.now + 31 * 86_400_000, hindsight: true).code == .crlExpired)
    }

    private static func store(_ folder: String) throws -> TrustStore {
        try TrustStore(
            roots: Certificate.all(in: Shell.read(folder + "/root.pem")),
            intermediates: Certificate.all(in: Shell.read(folder + "/issuing.pem")),
            crls: TrustStore.crls(in: Shell.read(folder + "/crl.pem")))
    }
}
