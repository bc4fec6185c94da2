internal import Client
internal import Glibc
internal import Platform

/// Tells the service manager how the daemon is: datagrams to the socket that `NOTIFY_SOCKET` names, as sd_notify(3)
/// describes them. Without one there is nobody to tell.
final class ServiceManager: Sendable {
    private let path: String?
    /// How long, in milliseconds, it waits for a sign of life before it starts the daemon anew; nil where it does not.
    private let patience: Int64?
    private let isOver = Monitor(false)
    private let thread = Monitor<Thread?>(nil)

    init() {
        path = Self.variable("NOTIFY_SOCKET")
        let isForUs = Self.variable("WATCHDOG_PID").map { $0 == String(getpid()) } ?? true
        patience = isForUs ? Self.variable("WATCHDOG_USEC").flatMap(Int64.init).map { $0 / 1_000 } : nil
    }

    /// The daemon answers. From now on it is asked for its health, by the door that anybody has, three times as often
    /// as needed; only an answer is a sign of life.
    func ready(health url: String) {
        send("READY=1\nSTATUS=Answers at \(url)")
        guard path != nil, let patience, patience > 0 else { return }
        let pause = max(1, patience / 3)
        thread.withLock { thread in
            thread = try? Thread(name: "watchdog") { [self] in
                repeat {
                    let client = try? APIClient(
                        server: url, roots: nil, identity: nil, timeout: Int(max(1, patience / 2_000)))
                    if (try? client?.ready()) != nil { send("WATCHDOG=1") }
                } while isOver.wait(
                    until: MonotonicTime.now.advanced(byMilliseconds: pause), for: { $0 ? true : nil }) == nil
            }
        }
    }

    /// The daemon is about to end.
    func stopping() {
        send("STOPPING=1\nSTATUS=Ends")
        isOver.notify { $0 = true }
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    /// Whoever does not read is not waited for.
    private func send(_ text: String) {
        guard let path, let first = path.utf8.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@") else {
            return
        }
        var name = Array(path.utf8)
        // An abstract address begins with a zero byte (unix(7)).
        if first == UInt8(ascii: "@") { name[0] = 0 }
        var address = sockaddr_un()
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + name.count + (name[0] == 0 ? 0 : 1))
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        unsafe withUnsafePointer(to: address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bytes.withUnsafeBytes { bytes in
                    _ = unsafe sendto(
                        descriptor, bytes.baseAddress, bytes.count,
                        Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL),
                        pointer, size)
                }
            }
        }
    }

    private static func variable(_ name: String) -> String? {
        guard let text = unsafe getenv(name) else { return nil }
        let value = unsafe String(cString: text)
        return value.isEmpty ? nil : value
    }
}
