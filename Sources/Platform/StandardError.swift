internal import Glibc

/// The log of a program that has no other.
public enum StandardError {
    /// Writes a line in one piece, so that those of several threads do not mix. What others wrote within it forges no second
    /// line.
    public static func write(_ line: String) {
        let bytes = Array((ShownText.line(line) + "\n").utf8)
        _ = unsafe Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
