internal import Platform

/// What was signed in place of a content: the same with other line ends, in another encoding, or its digest.
///
/// Looked for only where a digest does not match, so that the answer can say what changed instead of that something did.
enum SignedContent {
    /// Contents above this size are not looked into, in bytes: each guess costs a pass over all of it.
    private static let sizeLimit = 8 << 20
    /// Larger ones are not looked for in UTF-16, which costs most.
    private static let encodingLimit = 1 << 20

    /// The guess of which `isSigned` holds for its digest by `algorithm`: in words, and what to do about it.
    static func told(
        _ content: [UInt8], _ algorithm: DigestAlgorithm, isSigned: ([UInt8]) -> Bool
    ) -> (found: String, hint: Hint?) {
        func holds(_ bytes: [UInt8]) -> Bool { isSigned(algorithm.digest(bytes.span)) }
        if !content.isEmpty, holds([]) { return ("no content at all", nothingSigned) }
        guard content.count <= sizeLimit else { return ("other content", nil) }
        if let told = digests(of: content, algorithm, holds) { return told }
        for (words, make) in ends(of: content) {
            let bytes = make()
            if !words.isEmpty, holds(bytes) { return (said([], words), sendTheSame) }
            let (crlf, lf) = (withCRLF(bytes), withLF(bytes))
            if crlf != bytes, holds(crlf) { return (said(["with CRLF line ends"], words), binary) }
            if lf != bytes, holds(lf) { return (said(["with LF line ends"], words), lineEndsCame) }
            if words.isEmpty, holds(textHeader + crlf) {
                return (said(["as MIME text, with CRLF line ends"], words), binary)
            }
        }
        if let told = encodings(of: content, holds) { return told }
        // curl -d leaves nothing by which the lines could be found again.
        return content.count > 200 && !content.contains(10) && !content.contains(13)
            ? ("other content; this one has no line end", dataBinary) : ("other content", nil)
    }

    private static func said(_ parts: [String], _ more: String) -> String {
        let words = parts + (more.isEmpty ? [] : [more])
        return "the content \(words.joined(separator: ", "))"
    }

    /// The header that `openssl cms -sign -text` signs with the content.
    private static let textHeader = Array("Content-Type: text/plain\r\n\r\n".utf8)
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The content with another beginning or end, each with what was signed in its words.
    private static func ends(of content: [UInt8]) -> [(words: String, bytes: () -> [UInt8])] {
        var variants: [(words: String, bytes: () -> [UInt8])] = [
            ("", { content }), ("with a line end behind it", { content + [10] }),
            ("with CR LF behind it", { content + [13, 10] }),
        ]
        var bare = content.count
        if content.last == 10 {
            bare -= content.count > 1 && content[content.count - 2] == 13 ? 2 : 1
            let count = bare
            variants.append(("without its last line end", { Array(content.prefix(count)) }))
        }
        let spaces = content.prefix(bare).reversed().prefix { [0x20, 9, 10, 13].contains($0) }.count
        if spaces > 0 {
            let count = bare - spaces
            variants.append(("without the white space behind it", { Array(content.prefix(count)) }))
        }
        if content.starts(with: byteOrderMark) {
            variants.append(("without its byte order mark", { Array(content.dropFirst(3)) }))
        } else {
            variants.append(("with a byte order mark", { byteOrderMark + content }))
        }
        return variants
    }

    private static func digests(
        of content: [UInt8], _ algorithm: DigestAlgorithm, _ holds: ([UInt8]) -> Bool
    ) -> (found: String, hint: Hint?)? {
        for one in DigestAlgorithm.allCases {
            let digest = one.digest(content.span)
            let hex = Array(Hex.encode(digest).utf8)
            let forms = [digest, hex, hex + [10], Array(Base64.encode(digest).utf8)]
            if forms.contains(where: holds) { return ("the content's \(one.rawValue) digest", signContent) }
        }
        return holds(Base64.encode(content.span)) ? ("the content's base64 text", signContent) : nil
    }

    private static func encodings(
        of content: [UInt8], _ holds: ([UInt8]) -> Bool
    ) -> (found: String, hint: Hint?)? {
        guard content.count <= encodingLimit, let text = String(validating: content, as: UTF8.self) else { return nil }
        for isLittle in [true, false] {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(content.count * 2)
            for unit in text.utf16 {
                let pair = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
                bytes += isLittle ? pair : pair.reversed()
            }
            if holds(bytes) || holds((isLittle ? [0xFF, 0xFE] : [0xFE, 0xFF]) + bytes) {
                return ("the content in UTF-16", signUTF8)
            }
        }
        return nil
    }

    /// Each line with CR LF at its end, as MIME has it.
    private static func withCRLF(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 32)
        var last: UInt8 = 0
        for byte in bytes {
            if byte == 10, last != 13 { result.append(13) }
            result.append(byte)
            last = byte
        }
        return result
    }

    /// Each CR LF as LF.
    private static func withLF(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte == 10, result.last == 13 { result.removeLast() }
            result.append(byte)
        }
        return result
    }

    private static let binary = Hint(
        "Sign with openssl cms -sign -binary: without it CR LF is made of the line ends first. If the file that was signed has CR LF itself, send it with them.",
        "Ký bằng openssl cms -sign -binary: thiếu nó, ký tự xuống dòng bị đổi thành CR LF trước khi ký. Nếu chính tệp đã ký có CR LF thì gửi nguyên như vậy."
    )
    private static let lineEndsCame = Hint(
        "Something made CR LF of the line ends after the signing, such as an editor, git, or FTP in text mode: send the file as it was signed.",
        "Có chương trình (trình soạn thảo, git, FTP chế độ văn bản) đã đổi ký tự xuống dòng thành CR LF sau khi ký: gửi đúng tệp đã ký."
    )
    private static let sendTheSame = Hint(
        "Send the file as it was signed, or sign it as it is sent: nothing may be added or cut off (curl: --data-binary @FILE).",
        "Gửi đúng tệp đã ký, hoặc ký đúng tệp sẽ gửi: không thêm, không cắt byte nào (curl: --data-binary @TỆP).")
    private static let dataBinary = Hint(
        "Send the very bytes that were signed. If curl sends them, use --data-binary @FILE: -d takes the line ends out.",
        "Gửi đúng các byte đã ký. Nếu gửi bằng curl, dùng --data-binary @TỆP: -d bỏ mất ký tự xuống dòng.")
    private static let nothingSigned = Hint(
        "The signing program read nothing: give it the document's file (openssl cms -sign -binary -in FILE).",
        "Chương trình ký không đọc được gì: chỉ đúng tệp văn bản cho nó (openssl cms -sign -binary -in TỆP).")
    private static let signContent = Hint(
        "Sign the document itself: the signing program makes the digest.",
        "Ký chính văn bản: chương trình ký tự tính giá trị băm.")
    private static let signUTF8 = Hint(
        "Sign the bytes that are sent, in UTF-8, not the text as the program holds it.",
        "Ký các byte sẽ gửi, dạng UTF-8, không ký chuỗi UTF-16 trong bộ nhớ chương trình.")
}
