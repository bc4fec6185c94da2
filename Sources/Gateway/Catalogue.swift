internal import EdXML
internal import Exchange
internal import Trust

/// Every error code of the bus with its status, its words and what to do: the one place `lgsp errors` and the API read.
public enum Catalogue {
    /// One code.
    public struct Entry: Sendable {
        /// The stable snake_case name.
        public let code: String
        /// The HTTP status.
        public let status: Int
        /// A sentence in English.
        public let title: String
        /// What to do.
        public let hint: String
    }

    /// The entry of `code`; an unknown code is an internal fault and says so.
    public static func entry(_ code: String) -> Entry {
        byCode[code] ?? Entry(code: code, status: 422, title: code, hint: "See /errors/\(code).")
    }

    /// All entries in order of their code.
    public static let all: [Entry] = byCode.values.sorted { $0.code < $1.code }

    private static let byCode: [String: Entry] = {
        var entries: [String: Entry] = [:]
        for (code, status, title, hint) in own + exchange {
            entries[code] = Entry(code: code, status: status, title: title, hint: hint)
        }
        for code in EdXMLCode.allCases where entries[code.rawValue] == nil {
            entries[code.rawValue] = Entry(code: code.rawValue, status: 422, title: code.title(), hint: code.hint())
        }
        for code in TrustCode.allCases where entries[code.rawValue] == nil {
            entries[code.rawValue] = Entry(
                code: code.rawValue, status: 422, title: code.title(), hint: code.hint())
        }
        return entries
    }()

    private static let own: [(String, Int, String, String)] = [
        ("bad_request", 400, "The request cannot be understood.", "See the API's reference."),
        (
            "certificate_needed", 401, "No client certificate was shown.",
            "Connect with an agency's or an admin's certificate."
        ),
        ("certificate_unknown", 403, "The client certificate is bound to no agency.", "Ask an admin to bind its key."),
        ("not_permitted", 403, "The caller may not do this.", "Use the agency's own identity, or an admin's."),
        ("method_not_allowed", 405, "The method is not allowed here.", "See the API's reference."),
        (
            "idempotency_key_malformed", 400, "The Idempotency-Key is empty, too long, or repeated.",
            "Send one key of 1 to 255 visible characters."
        ),
        (
            "idempotency_key_in_use", 409, "A request with this Idempotency-Key is not answered yet.",
            "Send the same again a little later."
        ),
        (
            "idempotency_key_reused", 422, "The Idempotency-Key came with another request.",
            "Use a new key for a new request."
        ),
        ("too_large", 413, "The body is larger than allowed.", "Send less at once; /readyz shows the limits."),
        ("busy", 503, "The queue is full.", "Send the same again after the time in Retry-After."),
        ("internal", 500, "The bus failed.", "Send the same again; tell the operator if it stays."),
        ("unreadable", 422, "The message could not be read.", "Run lgsp lint on it."),
        (
            "status_document_unknown", 422, "The status message names no document that is here.",
            "Check OrganId and DocumentId in ResponseFor."
        ),
        (
            "signature_form_not_supported", 422, "XML signatures are not verified yet.",
            "Send a detached CMS and leave the header's signature empty."
        ),
    ]

    private static let exchange: [(String, Int, String, String)] = [
        (
            "caller_not_sender", 403, "The caller does not speak for From.",
            "Send with the identity of the agency in From."
        ),
        (
            "signer_not_bound", 403, "The signer's key is not bound to From.",
            "Sign with a certificate registered for From."
        ),
        ("unknown_sender", 422, "From is not in the directory.", "Check From/OrganId with lgsp agency list."),
        ("sender_closed", 422, "The sender is closed.", "Send as its successor."),
        ("unknown_receiver", 422, "A receiver is not in the directory.", "Check To/OrganId with lgsp agency list."),
        ("receiver_closed", 422, "A receiver takes no documents today.", "Send to its successor."),
        ("receiver_missing", 422, "There is no receiver.", "Name at least one To."),
        ("receiver_repeated", 422, "A receiver stands there twice.", "Name each receiver once."),
        ("signature_missing", 422, "There is no signature.", "Sign the bytes: openssl cms -sign -binary -outform DER."),
        (
            "document_id_conflict", 409, "The DocumentId is taken by other bytes.",
            "Send the same bytes again, or use a new DocumentId."
        ),
        ("state_secret", 422, "State secrets never travel here.", "Send it on paper by the rules for secrets."),
        ("not_found", 404, "There is no such thing here.", "Check the id; what belongs to others is not shown."),
        ("status_code_undefined", 422, "The code names no status.", "Use 01–06, 13, 15 or 16."),
        (
            "status_not_allowed", 403, "This status may not come from this agency.",
            "13 is the issuer's, all others a receiver's."
        ),
        ("status_out_of_order", 409, "The status cannot follow the one before.", "15 and 16 answer 13 only."),
        (
            "recall_nobody", 409, "Nobody has the document yet.", "Ask again when it lies in a mailbox: lgsp show ID."
        ),
        ("reason_missing", 422, "The status needs a reason.", "Give a reason of at most 1,000 characters."),
        ("reason_too_long", 422, "The reason is too long.", "Give a reason of at most 1,000 characters."),
        ("delivery_unknown", 404, "There is no such delivery in this mailbox.", "List the mailbox again."),
        ("delivery_state_final", 409, "The delivery is confirmed already.", "Nothing is to be done."),
    ]
}
