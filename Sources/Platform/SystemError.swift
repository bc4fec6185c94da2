internal import Glibc

/// A system call that failed: what was called, on what, and why.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The call, such as `open`.
    public let call: String
    /// What it was called on, such as a file's path; may be empty.
    public let subject: String
    /// The value of `errno`.
    public let number: Int32

    /// The failure of `call` on `subject` with the error `number`.
    public init(call: String, subject: String = "", number: Int32) {
        self.call = call
        self.subject = subject
        self.number = number
    }

    /// Whether a disk, a quota or the limit of a file's size is full.
    public var isNoRoom: Bool { [ENOSPC, EDQUOT, EFBIG].contains(number) }

    /// One line for people, such as `open /x: No such file or directory`.
    public var description: String {
        let reason = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
        return subject.isEmpty ? "\(call): \(reason)" : "\(call) \(subject): \(reason)"
    }

    /// The one gate where `errno` is read: runs `body` again while it is interrupted, throws where it returns -1.
    @discardableResult
    public static func check<Result: FixedWidthInteger>(
        _ call: String, _ subject: @autoclosure () -> String = "", _ body: () -> Result
    ) throws(SystemError) -> Result {
        while true {
            let result = body()
            guard result == -1 else { return result }
            let number = errno
            if number != EINTR { throw SystemError(call: call, subject: subject(), number: number) }
        }
    }
}
