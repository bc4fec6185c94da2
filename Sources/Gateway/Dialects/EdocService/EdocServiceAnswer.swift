internal import Exchange
internal import HTTP
internal import Platform

extension HTTPResponse {
    /// A success about a message, or about none; `docId` is always a number, because clients read no other.
    static func edocService(
        _ message: Serial? = nil, code: String = "0", _ body: (inout JSONText) -> Void = { _ in }
    ) -> HTTPResponse {
        fromAnyOrigin(200) { json in
            json.member("status", "Success")
            json.member("code", code)
            json.member("docId", message?.number ?? 0)
            json.key("errors")
            json.array { _ in }
            body(&json)
        }
    }

    private static func fromAnyOrigin(_ status: Int, _ body: (inout JSONText) -> Void) -> HTTPResponse {
        var response = HTTPResponse.json(status, body)
        response.headers += EdocService.origins
        return response
    }

    /// A failure of an operation: `False` for credentials, `Error` where the bus failed or a status finds no document,
    /// else `Fail`.
    static func edocService(_ problem: Problem, of operation: String, status: Int) -> HTTPResponse {
        let findsNone = ["status_document_unknown", "status_document_ambiguous"].contains(problem.code)
        let isError = problem.status >= 500 || findsNone
        return fromAnyOrigin(status) { json in
            json.member("status", status == 401 ? "False" : isError ? "Error" : "Fail")
            json.member("code", "9999")
            json.member("docId", 0)
            json.key("errors")
            json.array { json in
                json.object { json in
                    json.member("code", EdocServiceErrorCode.code(of: problem, in: operation))
                    json.member("description", "\(problem.code): \(problem.sentence)")
                }
            }
        }
    }
}

/// The interface's codes of errors.
enum EdocServiceErrorCode {
    /// The name of what a request lacks or an operation could not do; for what is wrong with a message the bus's own code
    /// behind `N.` for what is missing, `R.` out of range, `T.` of a wrong type, `M.` for anything else.
    static func code(of problem: Problem, in operation: String) -> String {
        switch (problem.code, operation) {
        case ("token_invalid", _), ("too_many_attempts", _): "Unauthorized"
        case ("sender_not_of_system", _): "Invalid Credentials"
        case ("parameter_missing", _) where problem.found == "docId": "DocID"
        case ("parameter_missing", _), ("bad_request", _): "BadRequest"
        case ("parameter_invalid", _) where problem.found != nil: "MessageType"
        case ("document_duplicate", _), ("document_id_conflict", _): "ExistDoc"
        case ("internal", _), ("busy", _): "InternalServer"
        case (_, "getDocument"): "GetDocument"
        case (_, "confirmReceived"): "ConfirmReceived"
        default: "\(kind(of: problem)).\(problem.code)"
        }
    }

    private static func kind(of problem: Problem) -> String {
        switch problem.code {
        case "signature_missing", "receiver_missing", "reason_missing", "missing_element", "envelope_missing",
            "business_target_missing", "withdrawal_unsigned":
            "N"
        case "too_large", "size_exceeded", "receivers_exceeded", "invalid_value", "status_code_undefined",
            "reason_too_long", "quota_exceeded":
            "R"
        case "message_type_mismatch", "not_well_formed", "unreadable", "bytes_before_declaration", "invalid_utf8",
            "encoding_refused", "invalid_date", "broken_base64":
            "T"
        default: "M"
        }
    }
}
