internal import Platform
internal import Trust

/// The file in a body to which Java clients append CR LF. The two bytes are no part of the file: they are neither stored
/// nor digested nor signed.
enum SentFile {
    /// The file whose SHA-256 is `hash`: the body, or the body without CR LF at its end; nil where `hash` is that of
    /// neither. In hex, with the leading zero of each byte or, as some clients print it, without.
    static func file(in body: [UInt8], hash: String) -> [UInt8]? {
        let hash = hash.lowercased()
        if isDigest(hash, of: body.span) { return body }
        guard endsWithLineBreak(body), isDigest(hash, of: body.span.extracting(..<(body.count - 2))) else { return nil }
        return withoutLineBreak(body)
    }

    /// The body without one CR LF at its end, where the interface has no other means to tell where the file ends.
    static func withoutLineBreak(_ body: [UInt8]) -> [UInt8] {
        guard endsWithLineBreak(body) else { return body }
        var file = body
        file.removeLast(2)
        return file
    }

    private static func endsWithLineBreak(_ body: [UInt8]) -> Bool { body.suffix(2).elementsEqual([0x0D, 0x0A]) }

    private static func isDigest(_ text: String, of bytes: Span<UInt8>) -> Bool {
        let digest = SHA256.digest(bytes)
        return text == Hex.encode(digest) || text == Hex.encodeUnpadded(digest)
    }
}
