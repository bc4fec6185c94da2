/// What the standard says about one element in its place (QCVN 102:2016/BTTTT).
struct Rule: Sendable {
    /// What stands inside.
    enum Kind: Sendable {
        /// Other elements.
        case container
        /// Text.
        case text
        /// Base64 text.
        case base64
        /// A signature, looked at by others.
        case signature
    }

    /// How a text is written.
    enum Format: Hashable, Sendable {
        /// Any text.
        case any
        /// `yyyy/MM/dd`.
        case date
        /// `yyyy/MM/dd HH:mm:ss`; another is a warning.
        case timestamp
        /// 0 to a number.
        case number(Int)
        /// 0 to a number; another is a warning.
        case amount(Int)
        /// An agency's code.
        case organ
        /// The code of a business status.
        case status
        /// The name of a file.
        case fileName
    }

    /// Whether it must be there.
    enum Need: Sendable {
        /// Without it the message is refused.
        case required
        /// Without it there is a warning.
        case expected
        /// It may be missing.
        case optional
    }

    /// The messages that have it.
    enum Message: Sendable { case any, document, status }

    let name: ElementName
    let kind: Kind
    var need = Need.optional
    var isRepeated = false
    var limit = 0
    var format = Format.any
    var message = Message.any
    /// The elements inside, in the order in which they are written.
    var children: [Rule] = []

    /// Other elements inside.
    static func container(
        _ name: ElementName, _ need: Need, repeated: Bool = false, only message: Message = .any, _ children: [Rule]
    ) -> Rule {
        Rule(name: name, kind: .container, need: need, isRepeated: repeated, message: message, children: children)
    }

    /// Other elements inside; it may be missing.
    static func container(
        _ name: ElementName, repeated: Bool = false, only message: Message = .any, _ children: [Rule]
    ) -> Rule {
        container(name, .optional, repeated: repeated, only: message, children)
    }

    /// A text of up to `limit` characters; 0 is no limit.
    static func text(
        _ name: ElementName, _ need: Need = .optional, limit: Int = 0, as format: Format = .any, repeated: Bool = false,
        only message: Message = .any
    ) -> Rule {
        Rule(name: name, kind: .text, need: need, isRepeated: repeated, limit: limit, format: format, message: message)
    }
}
