internal import Exchange

/// What a document is found by: tokens of the full-text table, each led by the document's block.
///
/// A block is a run of facts. Since its number leads every token, a search looks at one block after another, the newest
/// first, and what it costs there is bounded by the block, however many documents there are.
struct SearchTokens {
    /// What a token says; one letter each.
    enum Kind: String {
        case document = "a", issuer = "i", recipient = "r", tier = "t", type = "y", urgency = "u", kind = "k"
        case signature = "g", word = "w", recipientWord = "v"
        /// The hub of the issuer, or of a recipient.
        case hub = "h"
    }

    /// Facts of a block, as a power of two: some ten thousand documents.
    static let blockBits: Int64 = 16

    /// The block that a fact is in.
    static func block(of fact: Int64) -> Int64 { fact >> blockBits }

    /// The first fact of a block.
    static func start(of block: Int64) -> Int64 { block << blockBits }

    private let head: String

    /// The tokens of a block.
    init(block: Int64) {
        // Of one length, so that no token is the beginning of another block's.
        let digits = String(block, radix: 32)
        head = String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
    }

    /// One token.
    func token(_ kind: Kind, _ value: String = "") -> String { head + kind.rawValue + value }

    /// One token of a number.
    func token(_ kind: Kind, _ value: some BinaryInteger) -> String { token(kind, String(value)) }

    /// The tokens of a document, with a space between them.
    func text(of accepted: Accepted, names: AgencyWords) -> String {
        let submission = accepted.submission
        var text = ""
        var seen: Set<String> = []
        func add(_ kind: Kind, _ value: String = "") {
            let token = token(kind, value)
            guard seen.insert(token).inserted else { return }
            text += token
            text += " "
        }
        add(.document)
        add(.issuer, String(accepted.issuer.value))
        if let agency = names.directory.agency(accepted.issuer) {
            add(.tier, String(agency.tier))
            add(.hub, String(agency.hub))
        }
        add(.urgency, String(submission.urgency))
        add(.kind, String(submission.kind.rawValue))
        add(.signature, String(submission.signature.rawValue))
        let type = FoldedText.words(submission.typeName)
        for word in type {
            add(.type, word)
            add(.word, word)
        }
        for field in [submission.subject, submission.number, submission.notation, submission.documentID] {
            for word in FoldedText.words(field) { add(.word, word) }
        }
        for word in names[accepted.issuer] { add(.word, word) }
        for recipient in accepted.recipients {
            add(.recipient, String(recipient.value))
            if let hub = names.directory.agency(recipient)?.hub { add(.hub, String(hub)) }
            for word in names[recipient] { add(.recipientWord, word) }
        }
        return text
    }
}
