internal import CLinux
internal import Glibc
internal import Platform

/// Where new connections wait until they have said something: those that say nothing cost a descriptor and no more.
///
/// It accepts as fast as connections come in, so that nobody waits behind a flood; whoever brings the first bytes of what
/// is spoken here is handed on, the newest first and no more a second than handshakes are affordable. Where too many
/// wait the oldest go.
final class Lobby: Sendable {
    private struct Waiting {
        let number: UInt64
        var isReady = false
    }

    private struct Room {
        var waiting: [Int32: Waiting] = [:]
        /// In the order in which they came; those that left are passed over.
        var order: [(descriptor: Int32, number: UInt64, since: Int64)] = []
        var gone = 0
        var number: UInt64 = 0
        var ready: [Int32] = []
        var credit = 0.0
        var refilled: Int64 = 0
    }

    private let socket: ListeningSocket
    private let isTLS: Bool
    private let limits: HTTPLimits
    private let table: ConnectionTable
    private let farewell: [UInt8]
    private let deliver: @Sendable (Int32) -> Bool
    private let poll: Int32
    private let bell: Int32
    private static let tick: Int64 = 250

    /// A lobby of `socket`; `deliver` takes over a descriptor and says
    /// whether there is a place for it, `farewell` is said to plain HTTP where TLS is spoken.
    init(
        _ socket: ListeningSocket, isTLS: Bool, limits: HTTPLimits, table: ConnectionTable, farewell: [UInt8],
        deliver: @escaping @Sendable (Int32) -> Bool
    ) throws(SystemError) {
        self.socket = socket
        self.isTLS = isTLS
        self.limits = limits
        self.table = table
        self.farewell = farewell
        self.deliver = deliver
        poll = try SystemError.check("epoll_create1") { lgsp_poll_make() }
        bell = try SystemError.check("eventfd") { lgsp_bell_make() }
        lgsp_poll_add(poll, socket.descriptor, 0)
        lgsp_poll_add(poll, bell, 0)
    }

    deinit {
        close(poll)
        close(bell)
    }

    /// Ends `run`, from any thread.
    func stop() { lgsp_bell_ring(bell) }

    /// Takes connections until `stop`.
    func run() {
        var room = Room()
        var swept = Self.now
        var (most, trimmed) = (0, Int64(0))
        room.refilled = swept
        var events = [Int32](repeating: -1, count: 256)
        while true {
            let timeout: Int32 = room.ready.isEmpty ? Int32(Self.tick) : 2
            let count = unsafe lgsp_poll_wait(poll, &events, timeout)
            for index in 0..<max(0, Int(count)) {
                let descriptor = events[index]
                switch descriptor {
                case bell:
                    for waiting in room.waiting.keys { close(waiting) }
                    return
                case socket.descriptor: accept(into: &room)
                default: look(at: descriptor, in: &room)
                }
            }
            handOn(&room)
            let now = Self.now
            if now - swept >= Self.tick {
                swept = now
                table.watch()
                dismiss(&room, before: now - limits.greeting)
                // What many connections took is of use to others once they are gone.
                let count = table.count
                most = max(most, count)
                if most > 500, count < most / 2, now - trimmed > 10_000 {
                    lgsp_memory_trim()
                    (most, trimmed) = (count, now)
                }
            }
        }
    }

    private func accept(into room: inout Room) {
        for _ in 0..<512 {
            let descriptor = lgsp_accept(socket.descriptor)
            guard descriptor >= 0 else {
                // No descriptor left: whoever waits longest gives theirs. Else all who came are in.
                if errno == EAGAIN || errno == ECONNABORTED || errno == EINTR { return }
                if !dismissOldest(&room) { usleep(10_000) }
                return
            }
            if room.waiting.count >= limits.lobby { _ = dismissOldest(&room) }
            room.number += 1
            room.waiting[descriptor] = Waiting(number: room.number)
            room.order.append((descriptor, room.number, Self.now))
            // Edges only: bytes that are not enough yet don't wake the lobby again.
            guard lgsp_poll_add(poll, descriptor, 1) == 0 else {
                dismiss(descriptor, &room)
                continue
            }
        }
    }

    private func look(at descriptor: Int32, in room: inout Room) {
        guard let waiting = room.waiting[descriptor], !waiting.isReady else { return }
        let (verdict, isOver) = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: FirstBytes.limit) {
            let count = unsafe recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_PEEK))
            let isOver = count == 0 || count < 0 && errno != EAGAIN && errno != EINTR
            let bytes = unsafe UnsafeBufferPointer(rebasing: UnsafeBufferPointer($0)[..<max(0, count)])
            return unsafe (FirstBytes(bytes, isTLS: isTLS), isOver)
        }
        if isOver { return dismiss(descriptor, &room) }
        switch verdict {
        case .more: return
        case .welcome:
            room.waiting[descriptor]?.isReady = true
            room.ready.append(descriptor)
        case .plain:
            unsafe farewell.withUnsafeBytes {
                _ = unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // What is still unread would turn the farewell into a reset.
            unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: FirstBytes.limit) {
                _ = unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            dismiss(descriptor, &room)
        case .foreign: dismiss(descriptor, &room)
        }
    }

    /// Hands on who is ready, as far as the pace allows and there is room.
    private func handOn(_ room: inout Room) {
        guard !room.ready.isEmpty else { return }
        let now = Self.now
        room.credit = min(16, room.credit + Double(now - room.refilled) * Double(limits.pace) / 1_000)
        room.refilled = now
        while room.credit >= 1, let descriptor = room.ready.popLast() {
            guard room.waiting[descriptor]?.isReady == true else { continue }
            room.credit -= 1
            guard table.makeRoom() else {
                // Whoever is next may have better luck in a moment.
                room.ready.append(descriptor)
                return
            }
            forget(descriptor, &room)
            lgsp_poll_remove(poll, descriptor)
            if !deliver(descriptor) { table.miss() }
        }
        room.ready.removeAll { room.waiting[$0]?.isReady != true }
    }

    private func dismissOldest(_ room: inout Room) -> Bool {
        while room.gone < room.order.count {
            let (descriptor, number, _) = room.order[room.gone]
            room.gone += 1
            guard room.waiting[descriptor]?.number == number else { continue }
            dismiss(descriptor, &room)
            return true
        }
        return false
    }

    private func dismiss(_ room: inout Room, before moment: Int64) {
        while room.gone < room.order.count, room.order[room.gone].since < moment {
            let (descriptor, number, _) = room.order[room.gone]
            room.gone += 1
            if room.waiting[descriptor]?.number == number { dismiss(descriptor, &room) }
        }
        if room.gone > 4_096 || room.gone == room.order.count {
            room.order.removeFirst(room.gone)
            room.gone = 0
        }
    }

    private func dismiss(_ descriptor: Int32, _ room: inout Room) {
        forget(descriptor, &room)
        close(descriptor)
    }

    private func forget(_ descriptor: Int32, _ room: inout Room) { room.waiting[descriptor] = nil }

    private static var now: Int64 { MonotonicTime.now.nanoseconds / 1_000_000 }
}
