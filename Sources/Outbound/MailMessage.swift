internal import Platform

/// A mail of plain text to one mailbox, made by a program (RFC 5322, RFC 2045, RFC 3834).
public struct MailMessage: Sendable {
    /// The sender's address; its name is the bus's.
    public let from: String
    /// The receiver's address.
    public let to: String
    /// The subject: any text; what is no character of a line becomes a space.
    public let subject: String
    /// The text, lines that end with a line feed.
    public let text: String
    /// The part of the Message-ID before the `@`: the same for the same mail sent again.
    public let id: String
    /// When it is sent, in milliseconds since 1970.
    public let date: Int64

    /// A mail from one address to another. Both, and `id`, must hold no more than what addresses may.
    public init(from: String, to: String, subject: String, text: String, id: String, date: Int64) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.id = id
        self.date = date
    }

    /// The message as it is handed to the server, lines that end with CR and LF, of at most 998 bytes.
    public var bytes: [UInt8] {
        let domain = from.split(separator: "@").last ?? "localhost"
        var head = "Date: \(Self.date(date))\r\n"
        head += "From: LGSP Bus <\(from)>\r\nTo: <\(to)>\r\n"
        head += "Subject: \(Self.unstructured(subject))\r\n"
        head += "Message-ID: <\(id)@\(domain)>\r\n"
        // No answer by a program, and no copy to whoever is away (RFC 3834, section 5).
        head += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
        head += "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        let lines = ShownText.lines(text).split(separator: "\n", omittingEmptySubsequences: false).joined(
            separator: "\r\n")
        let coded = Base64.encode(Array(lines.utf8)).utf8
        var bytes = Array(head.utf8)
        var rest = coded[...]
        while !rest.isEmpty {
            bytes += rest.prefix(76)
            bytes += [0x0D, 0x0A]
            rest = rest.dropFirst(76)
        }
        return bytes
    }

    /// A field's text: as it is where it is short printable ASCII, else in encoded words of at most 75 characters, each
    /// of whole characters of UTF-8, folded (RFC 2047, sections 2 and 5).
    static func unstructured(_ text: String) -> String {
        let scalars = Array(ShownText.line(text).unicodeScalars)
        if scalars.count <= 66, scalars.allSatisfy(\.isASCII), !scalars.contains("=") {
            return String(String.UnicodeScalarView(scalars))
        }
        var words: [String] = []
        var chunk: [UInt8] = []
        // 39 bytes are 52 characters of base64, with 12 around them and the field's name before the first.
        for scalar in scalars {
            let character = Array(String(scalar).utf8)
            if chunk.count + character.count > 39 {
                words.append("=?UTF-8?B?\(Base64.encode(chunk))?=")
                chunk = []
            }
            chunk += character
        }
        words.append("=?UTF-8?B?\(Base64.encode(chunk))?=")
        return words.joined(separator: "\r\n ")
    }

    /// Date and time in UTC (RFC 5322, section 3.3).
    static func date(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds / 1_000)
        let days = seconds / 86_400
        // Days since 1 March of year 0 in a calendar whose year ends with February, so that leap days come last.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let day = shifted % 146_097
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
        let names = ["Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb"]
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(days % 7)]
        let number = era * 400 + year + (month >= 10 ? 1 : 0)
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let time = [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60].map(two).joined(separator: ":")
        return "\(weekday), \(dayOfMonth) \(names[Int(month)]) \(number) \(time) +0000"
    }
}
