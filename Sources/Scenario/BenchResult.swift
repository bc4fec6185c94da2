internal import Glibc
internal import Platform

/// What a measurement gave.
public struct BenchResult: Sendable {
    /// Deliveries fetched and confirmed: as many for each document as it has recipients.
    public let deliveries: Int
    /// Documents accepted.
    public let accepted: Int
    /// The mean bytes of a document's edXML, without its signature.
    public let documentBytes: Int
    /// From the first submission to the last confirmation.
    public let nanoseconds: Int64
    /// From sending a batch to its answer, one count a document, in nanoseconds.
    public let toAccepted: Histogram
    /// Processor time that this process, the generator, took meanwhile.
    public let generatorNanoseconds: Int64
    /// What was measured.
    public let configuration: LoadBench.Configuration

    /// Documents fetched and confirmed by all their recipients.
    public var documents: Int { deliveries / configuration.recipients }

    /// Documents a second, end to end.
    public var rate: Int { Format.rate(documents, in: nanoseconds) }

    /// The figures for people; `durability` says what the daemon promises before it answers.
    public func text(durability: String) -> String {
        """
        end to end: \(Format.count(rate)) documents/s
        """ + "\n"
            + Format.table([
                ["documents fetched and confirmed", Format.count(documents)],
                ["recipients of each", Format.count(configuration.recipients)],
                ["deliveries/s", Format.count(deliveryRate)],
                ["seconds", Format.seconds(nanoseconds)],
                ["send → accepted, p50 ms, of a batch", Format.milliseconds(toAccepted.percentile(0.5))],
                ["send → accepted, p99 ms, of a batch", Format.milliseconds(toAccepted.percentile(0.99))],
            ])
            + "payload: \(Format.count(documentBytes)) bytes, \(signature), \(key), each signed by itself;"
            + " batches of \(configuration.batch), door \(configuration.door.rawValue), TLS, mutual\n"
            + "durability: \(durability)\n"
            + "hardware: \(Self.hardware()), the load generator beside the daemon\n"
    }

    /// Deliveries a second, end to end.
    var deliveryRate: Int { Format.rate(deliveries, in: nanoseconds) }

    /// The form of the signatures, in words.
    var signature: String {
        switch configuration.form {
        case .cms: "detached CMS"
        case .xmldsig: "XML-DSig"
        }
    }

    /// The senders' key, in words.
    var key: String {
        switch configuration.key {
        case .rsa2048: "RSA-2048"
        case .p256, .expired: "P-256"
        }
    }

    /// The processor time of this process up to now, in nanoseconds.
    static func processorTime() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Processor, cores and memory of this machine.
    static func hardware() -> String {
        let processor =
            Self.field("model name", in: "/proc/cpuinfo").map { String($0.drop { $0 == " " }) } ?? "unknown processor"
        let memory = Self.field("MemTotal", in: "/proc/meminfo")?.split(separator: " ").first.flatMap { Int($0) } ?? 0
        return "\(processor), \(sysconf(Int32(_SC_NPROCESSORS_ONLN))) cores, \((memory + (1 << 19)) >> 20) GiB"
    }

    private static func field(_ name: String, in path: String) -> String? {
        guard let bytes = try? FileBytes.read(path, limit: 1 << 20) else { return nil }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix(name) {
            return line.split(separator: ":", maxSplits: 1).last.map(String.init)
        }
        return nil
    }
}
