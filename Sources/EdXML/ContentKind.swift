/// What the first bytes of a file say it is.
enum ContentKind: CustomStringConvertible {
    case pdf, zip, compound, png, jpeg, gif, tiff, rtf, executable

    /// What the bytes are, where that contradicts the declared media type; nil where it does not.
    static func contradiction(of bytes: [UInt8], with type: String) -> String? {
        guard !type.isEmpty else { return nil }
        let real = recognise(bytes)
        let kind = type.utf8.split(separator: UInt8(ascii: "/")).last.flatMap(String.init) ?? ""
        let said: [ContentKind]? =
            switch kind {
            case "pdf": [.pdf]
            case "zip", "x-zip-compressed", "docx", "xlsx", "xslx", "pptx": [.zip]
            case let name where name.hasPrefix("vnd.openxmlformats"): [.zip]
            // The field writes xsl for old Excel files, and sends Word files of all ages as application/doc.
            case "doc", "msword", "xls", "xsl", "vnd.ms-excel", "ppt", "vnd.ms-powerpoint": [.compound, .zip, .rtf]
            case "png": [.png]
            case "jpeg", "jpg": [.jpeg]
            case "gif": [.gif]
            case "tiff", "tif": [.tiff]
            case "rtf": [.rtf]
            default: nil
            }
        guard let said else { return real == .executable ? real?.description : nil }
        guard let real else { return "bytes of no known type" }
        // A file of any type may have been zipped for the way.
        return said.contains(real) || real == .zip ? nil : real.description
    }

    /// The kind that begins with these bytes; nil where it is none of those known.
    static func recognise(_ bytes: [UInt8]) -> ContentKind? {
        if bytes.starts(with: "%PDF".utf8) { return .pdf }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            return .zip
        }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return .compound }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return .png }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if bytes.starts(with: "GIF8".utf8) { return .gif }
        if bytes.starts(with: [0x49, 0x49, 0x2A, 0]) || bytes.starts(with: [0x4D, 0x4D, 0, 0x2A]) { return .tiff }
        if bytes.starts(with: "{\\rtf".utf8) { return .rtf }
        if bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) || bytes.starts(with: "MZ".utf8) { return .executable }
        return nil
    }

    var description: String {
        switch self {
        case .pdf: "a PDF file"
        case .zip: "a zip archive"
        case .compound: "an old Office file"
        case .png: "a PNG picture"
        case .jpeg: "a JPEG picture"
        case .gif: "a GIF picture"
        case .tiff: "a TIFF picture"
        case .rtf: "an RTF file"
        case .executable: "a program"
        }
    }
}
