import Platform
import Exchange
import Glibc
import Ledger
import Synchronization

/// A sealer without cryptography: enough to see that what is stored is what was digested and signed.
struct TestSealer: Sealer {
    let key = [UInt8](repeating: 7, count: 32)

    func digest(_ bytes: [UInt8]) -> [UInt8] {
        var words: [UInt64] = [0xCBF2_9CE4_8422_2325, 1, 2, 3]
        for byte in bytes {
            for index in words.indices {
                words[index] = (words[index] ^ UInt64(byte)) &* (0x100_0000_01B3 + UInt64(index) * 2)
            }
        }
        return words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) } }
    }

    func sign(_ checkpoint: [UInt8]) -> [UInt8] { Array(checkpoint.reversed()) }
}

/// A ledger in a folder of its own, which goes with it.
final class TestLedger: Sendable {
    let directory: String
    private let current: Monitor<Ledger>
    let clock = Clock()

    /// The business clock, which stands until it is moved.
    final class Clock: Sendable {
        let milliseconds = Atomic<Int64>(1_624_500_000_000)
    }

    var ledger: Ledger { current.withLock { $0 } }

    init() throws {
        var template = Array("/tmp/lgsp-ledger-XXXXXX".utf8CString)
        directory = unsafe template.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress, let made = unsafe mkdtemp(start) else { return "" }
            return unsafe String(cString: made)
        }
        let directory = self.directory
        current = Monitor(try Self.open(directory, clock))
        let topology = Topology(
            tiers: "tier\trank\tname\tname_en\ncentral\t0\tTrung ương\tCentral\nprovince\t1\tTỉnh\tProvince\n",
            hubs: "hub\tparent\tshard\tlatency_ms\tname\nnational\t\t1\t0\tTrục\nH10\tnational\t2\t0\tLGSP\n",
            agencies: "code\told_code\ttier\tparent\thub\tstatus\tvalid_from\tvalid_until\tinvented\tname\n"
                + "G22\t\tcentral\t\tnational\tactive\t\t\tno\tVăn phòng Chính phủ\n"
                + "H10\t\tprovince\t\tH10\tactive\t\t\tno\tUBND tỉnh\nH10.13\t\tprovince\tH10\tH10\tactive\t\t\tyes\tSở Mẫu\n"
        )
        try define(topology.facts)
        try define(
            (0..<3).map {
                .certificateBound(CertificateBinding(agency: AgencyNumber($0), key: [UInt8($0)], certificate: []))
            })
    }

    deinit {
        ledger.close()
        _ = unsafe system("rm -rf '\(directory)'")
    }

    private static func open(_ directory: String, _ clock: Clock) throws -> Ledger {
        try Ledger(
            configuration: Ledger.Configuration(
                directory: directory, clock: { Instant(milliseconds: clock.milliseconds.load(ordering: .relaxed)) },
                entropy: { 42 }),
            sealer: TestSealer(), onCommit: { _ in })
    }

    /// Closes the ledger and opens it again on the same folder.
    func reopen() throws {
        ledger.close()
        let again = try Self.open(directory, clock)
        current.withLock { $0 = again }
    }

    func define(_ facts: [Fact]) throws {
        let answer: Result<Void, any Error> = try wait { try ledger.append(facts, completion: $0) }
        try answer.get()
    }

    func submit(
        _ count: Int, from first: Int = 0, to: [String] = ["G22"], urgency: UInt8 = 0, system: Int? = nil,
        issued: Day = Day(number: 18_800)
    ) throws -> [Ledger
        .SubmissionAnswer]
    {
        let entries = (first..<first + count).map { index in
            let content = Array("document \(index)".utf8)
            return Ledger.Entry(
                submission: Submission(
                    from: "H10.13", to: to, documentID: "H10.13,2021,\(index)", digest: TestSealer().digest(content),
                    size: UInt64(content.count), subject: "Văn bản \(index)", number: "\(index)", notation: "SM",
                    promulgationDay: issued, typeName: "Công văn", urgency: urgency, kind: .new,
                    hasPaper: false,
                    signature: .valid, signerKey: [2]), content: content, signature: [1, 2, 3], system: system)
        }
        let answer: Result<[Ledger.SubmissionAnswer], LedgerError> = try wait {
            try ledger.submit(
                entries, refuse: { (Identifier(at: Instant(milliseconds: 1), entropy: (1, 2)), true) }, completion: $0)
        }
        return try answer.get()
    }

    /// Waits for the answer of a job.
    func wait<Answer: Sendable>(_ start: (@escaping @Sendable (Answer) -> Void) throws -> Void) throws -> Answer {
        let box = Monitor<Answer?>(nil)
        try start { answer in box.withLock { $0 = answer } }
        for _ in 0..<5000 {
            if let answer = box.withLock({ $0 }) { return answer }
            usleep(1000)
        }
        throw LedgerError.busy
    }
}
