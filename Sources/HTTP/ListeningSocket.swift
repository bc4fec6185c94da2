internal import Glibc
public import Platform

/// A listening TCP socket, closed with its owner.
public final class ListeningSocket: Sendable {
    let descriptor: Int32
    /// The port it listens on.
    public let port: UInt16

    /// Listens on `host`, an IPv4 or IPv6 address, and `port`, 0 for any free one. Connections wait until a server takes
    /// them. Throws where the address is none of this machine's, or is taken.
    public init(host: String, port: UInt16) throws(SystemError) {
        let isSixth = host.utf8.contains(UInt8(ascii: ":"))
        let place = "\(host):\(port)"
        let socket = try SystemError.check("socket", place) {
            Glibc.socket(
                isSixth ? AF_INET6 : AF_INET,
                Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        }
        do throws(SystemError) {
            var yes: Int32 = 1
            let size = socklen_t(MemoryLayout<Int32>.size)
            unsafe setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, size)
            if isSixth { unsafe setsockopt(socket, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &yes, size) }
            let bound = unsafe try Self.withAddress(host, port, isSixth) { unsafe bind(socket, $0, $1) }
            if bound != 0 { throw SystemError(call: "bind", subject: place, number: errno) }
            try SystemError.check("listen", place) { listen(socket, 4_096) }
            self.port = port == 0 ? try Self.port(of: socket) : port
        } catch {
            close(socket)
            throw error
        }
        descriptor = socket
    }

    deinit { close(descriptor) }

    private static func port(of socket: Int32) throws(SystemError) -> UInt16 {
        // The port stands at the same place for IPv4 and IPv6.
        var address = sockaddr_in6()
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(socket, $0, &size) }
        }
        guard result == 0 else { throw SystemError(call: "getsockname", number: errno) }
        return UInt16(bigEndian: address.sin6_port)
    }

    /// Runs `body` on the socket address of an IPv4 or IPv6 host.
    @unsafe private static func withAddress(
        _ host: String, _ port: UInt16, _ isSixth: Bool, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(SystemError) -> Int32 {
        if isSixth {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            guard unsafe inet_pton(AF_INET6, host, &address.sin6_addr) == 1 else {
                throw SystemError(call: "inet_pton", subject: host, number: EINVAL)
            }
            return unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        guard unsafe inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
            throw SystemError(call: "inet_pton", subject: host, number: EINVAL)
        }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
