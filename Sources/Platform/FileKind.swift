/// What a file is by its bytes, whatever its name says.
public enum FileKind: Sendable {
    /// There are no bytes.
    case empty
    /// Portable Document Format (ISO 32000).
    case pdf
    /// An associated signature container (ETSI EN 319 162-1): a zip archive that begins with its `mimetype`.
    case asic
    /// Office Open XML of a word processor (ECMA-376).
    case docx
    /// The same of a spreadsheet.
    case xlsx
    /// The same of a presentation.
    case pptx
    /// An OpenDocument text, table or presentation.
    case openDocument
    /// Another zip archive (PKWARE APPNOTE 4.3).
    case zip
    /// A compound file: Word, Excel or PowerPoint before 2007.
    case oldOffice
    /// Rich Text Format.
    case rtf
    /// A picture.
    case png, jpeg, gif, tiff, bmp
    /// Packed bytes other than zip.
    case gzip, sevenZip, rar
    /// A program for Linux or Windows.
    case executable
    /// A page of HTML.
    case html
    /// JSON (RFC 8259).
    case json
    /// Text in UTF-16.
    case utf16
    /// Text with blocks of PEM (RFC 7468).
    case pem
    /// One element of DER or BER that fills the file (X.690).
    case der
    /// XML, as far as its first bytes say.
    case xml
    /// None of these.
    case other

    /// What `bytes` are; where they are the beginning of a file only, containers and DER are told by that as far as it
    /// goes.
    public init(_ bytes: [UInt8]) {
        self = Self.binary(bytes) ?? Self.text(bytes) ?? .other
    }

    /// Whether it is a zip archive, whatever is in it.
    public var isZip: Bool { [.zip, .asic, .docx, .xlsx, .pptx, .openDocument].contains(self) }

    /// What it is in a few words, in English or Vietnamese.
    public func name(vietnamese: Bool = false) -> String {
        let (en, vi) = names
        return vietnamese ? vi : en
    }

    private var names: (String, String) {
        switch self {
        case .empty: ("an empty file", "tệp rỗng")
        case .pdf: ("a PDF file", "tệp PDF")
        case .asic: ("an ASiC container", "gói chữ ký ASiC")
        case .docx: ("a Word file (docx)", "tệp Word (docx)")
        case .xlsx: ("an Excel file (xlsx)", "tệp Excel (xlsx)")
        case .pptx: ("a PowerPoint file (pptx)", "tệp PowerPoint (pptx)")
        case .openDocument: ("an OpenDocument file", "tệp OpenDocument")
        case .zip: ("a zip archive", "tệp nén zip")
        case .oldOffice: ("an old Office file", "tệp Office đời cũ")
        case .rtf: ("an RTF file", "tệp RTF")
        case .png: ("a PNG picture", "ảnh PNG")
        case .jpeg: ("a JPEG picture", "ảnh JPEG")
        case .gif: ("a GIF picture", "ảnh GIF")
        case .tiff: ("a TIFF picture", "ảnh TIFF")
        case .bmp: ("a BMP picture", "ảnh BMP")
        case .gzip: ("a gzip file", "tệp nén gzip")
        case .sevenZip: ("a 7z archive", "tệp nén 7z")
        case .rar: ("a RAR archive", "tệp nén RAR")
        case .executable: ("a program", "tệp chương trình")
        case .html: ("an HTML page", "trang HTML")
        case .json: ("JSON text", "văn bản JSON")
        case .utf16: ("text in UTF-16", "văn bản UTF-16")
        case .pem: ("PEM text", "văn bản PEM")
        case .der: ("DER data", "dữ liệu DER")
        case .xml: ("XML", "XML")
        case .other: ("a file of no known kind", "tệp không rõ loại")
        }
    }

    // MARK: Binary files

    private static let beginnings: [(FileKind, [UInt8])] = [
        (.pdf, Array("%PDF".utf8)), (.oldOffice, [0xD0, 0xCF, 0x11, 0xE0]), (.rtf, Array("{\\rtf".utf8)),
        (.png, [0x89, 0x50, 0x4E, 0x47]), (.jpeg, [0xFF, 0xD8, 0xFF]), (.gif, Array("GIF8".utf8)),
        (.tiff, [0x49, 0x49, 0x2A, 0]), (.tiff, [0x4D, 0x4D, 0, 0x2A]), (.gzip, [0x1F, 0x8B]),
        (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), (.rar, Array("Rar!".utf8)),
        (.executable, [0x7F, 0x45, 0x4C, 0x46]),
    ]

    private static func binary(_ bytes: [UInt8]) -> FileKind? {
        guard !bytes.isEmpty else { return .empty }
        if let (kind, _) = beginnings.first(where: { bytes.starts(with: $0.1) }) { return kind }
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]) { return archive(bytes) }
        // Two letters alone may begin a text.
        if bytes.starts(with: "MZ".utf8), bytes.count < 3 || bytes.prefix(64).contains(0) { return .executable }
        if bytes.starts(with: "BM".utf8), bytes.count > 14, bytes[6..<10].allSatisfy({ $0 == 0 }) { return .bmp }
        if isDER(bytes) { return .der }
        return nil
    }

    /// A SEQUENCE whose length is that of the file, or indefinite.
    private static func isDER(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 4, bytes[0] == 0x30 else { return false }
        switch bytes[1] {
        case 0x80: return bytes.suffix(2).elementsEqual([0, 0])
        case 0x81...0x84:
            let count = Int(bytes[1] & 0x7F)
            guard bytes.count > 2 + count else { return false }
            return bytes[2..<2 + count].reduce(0) { $0 << 8 | Int($1) } + 2 + count == bytes.count
        case let length: return Int(length) + 2 == bytes.count
        }
    }

    /// What an archive is by the content of its first entry, `mimetype`, or by the names of its entries.
    private static func archive(_ bytes: [UInt8]) -> FileKind {
        let first = entryName(bytes, at: 0)
        if first == "mimetype" {
            let start = 30 + number(bytes, 26, 2) + number(bytes, 28, 2)
            let type = String(decoding: bytes.dropFirst(start).prefix(80), as: UTF8.self)
            if type.hasPrefix("application/vnd.etsi.asic") { return .asic }
            if type.hasPrefix("application/vnd.oasis.opendocument") { return .openDocument }
        }
        var isOffice = false
        for name in entryNames(bytes) {
            if name == "[Content_Types].xml" { isOffice = true }
            if isOffice || name.hasSuffix("document.xml") || name.hasSuffix("workbook.xml") {
                if name.hasPrefix("word/") { return .docx }
                if name.hasPrefix("xl/") { return .xlsx }
                if name.hasPrefix("ppt/") { return .pptx }
            }
            // A container whose first entry is another, as some programs write it.
            if name.hasPrefix("META-INF/"), name.lowercased().hasSuffix("signatures.xml") || name.hasSuffix(".p7s") {
                return .asic
            }
        }
        return .zip
    }

    /// The names in the central directory; none where it cannot be found.
    private static func entryNames(_ bytes: [UInt8]) -> [String] {
        guard bytes.count >= 22 else { return [] }
        let lowest = max(0, bytes.count - 22 - 65_535)
        guard
            let end = stride(from: bytes.count - 22, through: lowest, by: -1).first(where: {
                bytes[$0] == 0x50 && number(bytes, $0, 4) == 0x0605_4B50
            })
        else { return [] }
        var names: [String] = []
        var at = number(bytes, end + 16, 4)
        while names.count < 1_000, at + 46 <= end, number(bytes, at, 4) == 0x0201_4B50 {
            let length = number(bytes, at + 28, 2)
            names.append(String(decoding: bytes.dropFirst(at + 46).prefix(length), as: UTF8.self))
            at += 46 + length + number(bytes, at + 30, 2) + number(bytes, at + 32, 2)
        }
        return names
    }

    /// The name in the local header at a place.
    private static func entryName(_ bytes: [UInt8], at place: Int) -> String {
        String(decoding: bytes.dropFirst(place + 30).prefix(number(bytes, place + 26, 2)), as: UTF8.self)
    }

    /// The number in `count` bytes, the lowest first; what is not there counts nothing.
    private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | (at + $1 < bytes.count ? Int(bytes[at + $1]) << (8 * $1) : 0) }
    }

    // MARK: Text

    /// How much of either end is looked at.
    private static let lookLimit = 16 * 1024

    private static func text(_ bytes: [UInt8]) -> FileKind? {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .utf16 }
        // "<" with a zero beside it.
        if bytes.starts(with: [0x3C, 0]) || bytes.starts(with: [0, 0x3C]) { return .utf16 }
        let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let beginning = bytes[mark...].prefix(lookLimit)
        let start = beginning.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let head = String(decoding: start.prefix(200), as: UTF8.self).lowercased()
        if head.hasPrefix("<!doctype html") || head.hasPrefix("<html") { return .html }
        if head.hasPrefix("<") { return .xml }
        // Readers take it anywhere in the first kilobyte.
        if bytes.prefix(1024).firstRange(of: Array("%PDF-".utf8)) != nil { return .pdf }
        let last = bytes.suffix(lookLimit).last { !($0 == 0x20 || (0x09...0x0D).contains($0)) }
        if head.hasPrefix("{") && last == UInt8(ascii: "}") || head.hasPrefix("[") && last == UInt8(ascii: "]") {
            return .json
        }
        // Programs write what the blocks are about before them.
        let plain = beginning.prefix { $0 != UInt8(ascii: "<") }
        return plain.firstRange(of: Array("-----BEGIN ".utf8)) == nil ? nil : .pem
    }
}
