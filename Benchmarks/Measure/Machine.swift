internal import Glibc
internal import Platform

/// What the figures were taken on.
enum Machine {
    /// Processor, number of cores, memory.
    static var description: String {
        let processors = lines("/proc/cpuinfo").filter { $0.hasPrefix("model name") }
        let name = processors.first?.split(separator: ":").last.map { $0.drop { $0 == " " } } ?? "unknown processor"
        let memory = lines("/proc/meminfo").first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return "\(name), \(processors.count) cores, \(memory / 1_048_576) GiB"
    }

    private static func lines(_ path: String) -> [Substring] {
        String(decoding: (try? Files.read(path)) ?? [], as: UTF8.self).split(separator: "\n")
    }
}
