import Glibc

/// Runs Python, whose own library makes what ours is to read.
enum Python {
    /// The lines that `script` prints; nil where it fails.
    static func lines(_ script: String) -> [String]? {
        guard let pipe = unsafe popen("/usr/bin/python3 - <<'END-OF-SCRIPT'\n\(script)\nEND-OF-SCRIPT", "r") else {
            return nil
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, pipe)
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        guard unsafe pclose(pipe) == 0 else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
