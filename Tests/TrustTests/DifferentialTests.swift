import Glibc
import Testing

@testable import Trust

/// What we accept, stock `openssl cms -verify` accepts: seeded mutations of valid signatures; and what the tool makes,
/// both accept. `LGSP_MUTATIONS` sets the number, `LGSP_SEED` the seed.
@Suite struct DifferentialTests {
    let gallery = Gallery.shared
    private static let shapes = ["p256", "rsa2048", "nocerts", "noattr", "keyid", "pss", "below", "sha512", "p384"]

    private static func setting(_ name: String, _ standard: Int) -> Int {
        guard let text = unsafe getenv(name) else { return standard }
        return unsafe Int(String(cString: text)) ?? standard
    }

    /// xorshift64*.
    private struct Random {
        var state: UInt64

        mutating func next(below bound: Int) -> Int {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % max(1, bound)
        }
    }

    /// One to three changes: a bit, a byte, a byte less or more, a stretch copied elsewhere.
    private func mutated(_ signature: [UInt8], _ random: inout Random) -> [UInt8] {
        var bytes = signature
        for _ in 0...random.next(below: 3) {
            let place = random.next(below: bytes.count)
            switch random.next(below: 6) {
            case 0, 1: bytes[place] ^= 1 << random.next(below: 8)
            case 2: bytes[place] = UInt8(random.next(below: 256))
            case 3: bytes.remove(at: place)
            case 4: bytes.insert(UInt8(random.next(below: 256)), at: place)
            default:
                let from = random.next(below: bytes.count)
                let count = min(1 + random.next(below: 16), bytes.count - max(from, place))
                bytes.replaceSubrange(place..<(place + count), with: Array(bytes[from..<(from + count)]))
            }
        }
        return bytes
    }

    private func ours() throws -> CMSVerifier {
        CMSVerifier(
            store: try gallery.store(),
            signers: SignerDirectory(try ["p256", "rsa2048"].map { try gallery.certificate($0) }))
    }

    /// The names of the files that the tool accepts.
    private func accepted(_ names: [String]) -> Set<String> {
        let list = "accepted-\(names.count)-\(names.first ?? "")"
        let script = """
            : > \(list)
            for f in \(names.joined(separator: " ")); do
              openssl cms -verify -binary -inform DER -in $f.cms -content doc -CAfile anchors.pem -certfile known.pem \
                -crl_check_all -out /dev/null 2>/dev/null && echo $f >> \(list) || true
            done
            """
        guard Shell.run(script, in: gallery.directory) else { return [] }
        return Set(String(decoding: gallery.bytes(list), as: UTF8.self).split(separator: "\n").map(String.init))
    }

    @Test func `whatever we accept of mutated signatures, the openssl tool accepts`() throws {
        try #require(gallery.ready)
        let count = Self.setting("LGSP_MUTATIONS", 600)
        let seed = Self.setting("LGSP_SEED", 20_210_624)
        var random = Random(state: UInt64(truncatingIfNeeded: seed) | 1)
        let verifier = try ours()
        let content = gallery.bytes("doc")
        var good: [String] = []
        for number in 0..<count {
            let shape = Self.shapes[number % Self.shapes.count]
            let original = gallery.signature(shape)
            let signature = mutated(original, &random)
            // A chain that stood once stands whatever comes with it later; the tool knows nothing from before.
            let judge = shape == "below" ? try ours() : verifier
            let verdict = judge.verify(signature: signature, content: content, at: Shell.now)
            #expect((verdict.status == .valid) == (verdict.code == nil))
            #expect(verdict.status == .valid || verdict.decisive != nil, "\(verdict)")
            if verdict.status == .valid, signature != original {
                good.append("mutation-\(number)")
                Shell.write(signature, to: "\(gallery.directory)/mutation-\(number).cms")
            }
        }
        // Some changes are harmless, such as those of other certificates beside the signer's.
        let tool = accepted(good)
        for name in good { #expect(tool.contains(name), "seed \(seed): only we accept \(name)") }
    }

    @Test func `what the tool makes and accepts, we accept`() throws {
        try #require(gallery.ready)
        let names = Self.shapes + ["rsa3072", "rsa4096", "bare", "mail", "sha384"]
        #expect(accepted(names) == Set(names))
        let verifier = try ours()
        for name in names {
            let verdict = verifier.verify(
                signature: gallery.signature(name), content: gallery.bytes("doc"), at: Shell.now)
            #expect(verdict.status == .valid, "\(name): \(verdict.checks.filter { !$0.passed })")
        }
    }

    @Test(arguments: ["revoked", "expired", "future", "server", "encipher", "stranger", "deeper", "critical"])
    func `what the tool refuses, we refuse`(name: String) throws {
        try #require(gallery.ready)
        #expect(accepted([name]).isEmpty)
        #expect(try TrustCodeTests.judge(gallery, name).status == .invalid)
    }
}
