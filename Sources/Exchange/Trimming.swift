extension Substring {
    /// The text without white space at its ends (White_Space, UAX #44).
    var trimmed: String {
        // Most texts begin and end with a letter or digit of ASCII.
        if let first = utf8.first, let last = utf8.last, isShown(first), isShown(last) { return String(self) }
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(String.UnicodeScalarView(scalars[first...last]))
    }
}

private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar == " " || ("\t"..."\r").contains(scalar) : scalar.properties.isWhitespace
}

private func isShown(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
