internal import Platform

/// Holds the first bytes of an attachment against the media type that is declared for it.
enum ContentKind {
    /// Name of the detected file type if it contradicts the declared media type; nil if it agrees or is unknown.
    ///
    /// Nothing is said of types that are not known here, and of those that take any bytes, but for programs.
    static func contradiction(of bytes: [UInt8], with type: String) -> String? {
        guard !type.isEmpty else { return nil }
        let real = FileKind(bytes)
        let said: [FileKind]
        switch subtype(type) {
        case "pdf": said = [.pdf]
        // The field writes xslx for xlsx.
        case "zip", "zip-compressed", "docx", "docm", "xlsx", "xlsm", "xslx", "pptx", "odt", "ods", "odp": said = [.zip]
        case let name where ["vnd.openxmlformats", "vnd.oasis", "vnd.etsi.asic"].contains { name.hasPrefix($0) },
            let name where name.hasSuffix("+zip") || name.hasSuffix("macroenabled.12"):
            said = [.zip]
        // It writes xsl for old Excel files, and sends Word files of all ages as application/doc.
        case "doc", "msword", "xls", "xsl", "vnd.ms-excel", "ppt", "vnd.ms-powerpoint": said = [.oldOffice, .zip, .rtf]
        case "png": said = [.png]
        case "jpeg", "jpg", "pjpeg": said = [.jpeg]
        case "gif": said = [.gif]
        case "tiff", "tif": said = [.tiff]
        case "bmp": said = [.bmp]
        case "rtf": said = [.rtf]
        case "rar", "rar-compressed", "vnd.rar": said = [.rar]
        case "7z", "7z-compressed": said = [.sevenZip]
        case "gzip": said = [.gzip]
        // A text begins with anything, but not as other files do.
        case "plain", "txt", "text", "csv", "html", "htm", "xml", "edxml", "json":
            return isBinary(real) ? real.name() : nil
        default:
            if type.hasPrefix("text/"), isBinary(real) { return real.name() }
            return real == .executable ? real.name() : nil
        }
        if said.contains(real.isZip ? .zip : real) { return nil }
        return isBinary(real) ? real.name() : "bytes of another kind"
    }

    /// The last part of a media type, without parameters and `x-`; the field also writes a mere extension.
    private static func subtype(_ type: String) -> String {
        let name = type.split(separator: ";").first.map(String.init) ?? ""
        let last = FieldText.trimmed(name.split(separator: "/").last.map(String.init) ?? "")
        let bare = last.hasPrefix(".") ? String(last.dropFirst()) : last
        return bare.hasPrefix("x-") ? String(bare.dropFirst(2)) : bare
    }

    /// Whether files of the kind begin as no text does.
    static func isBinary(_ kind: FileKind) -> Bool {
        switch kind {
        case .empty, .html, .json, .utf16, .pem, .der, .xml, .other: false
        default: true
        }
    }
}
