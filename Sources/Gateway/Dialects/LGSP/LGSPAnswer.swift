internal import HTTP
internal import Inspection
internal import Platform

extension HTTPResponse {
    /// A success: some clients look at `code`, others at `success`; `body` writes more.
    static func lgsp(_ body: (inout JSONText) throws -> Void) rethrows -> HTTPResponse {
        try .json(200) { json in
            json.member("code", 200)
            json.member("success", true)
            json.member("message", "OK")
            try body(&json)
        }
    }

    /// The success of an operation on one document, whose id stands at the root and in `data`.
    static func lgsp(document: String) -> HTTPResponse {
        .lgsp { json in
            json.member("docId", document)
            json.key("data")
            json.object { json in
                json.member("docId", document)
                json.member("status", "OK")
                json.member("errorCode", "0")
                json.member("errorDesc", "")
            }
        }
    }

    /// A failure: `code` is neither 0 nor 200, and `errorDetail` is not empty.
    static func lgsp(_ problem: Problem, status: Int, message: String?) -> HTTPResponse {
        let sentence = problem.sentence
        return .json(status) { json in
            json.member("code", max(problem.status, 400))
            json.member("success", false)
            json.member("message", message ?? sentence)
            json.key("errorDetail")
            json.array { json in
                json.object { $0.member("exception", "\(problem.code): \(sentence)") }
            }
            json.key("data")
            json.object { json in
                json.key("docId")
                json.null()
                json.member("status", "error")
                json.member("errorCode", String(LGSPErrorCode.number(of: problem)))
                json.member("errorDesc", "\(problem.code): \(sentence)")
            }
        }
    }
}

/// The numbers that the interface has for problems; clients read them as text.
enum LGSPErrorCode {
    /// The number of a problem: 10 not readable, 15 credentials, 18 receiver unknown, 19 sender not registered, 20 the
    /// bus failed, 22 not to the standard, 23 the receiver takes nothing, 21 anything else.
    static func number(of problem: Problem) -> Int {
        switch problem.code {
        case "token_invalid", "too_many_attempts", "system_credentials_invalid", "system_closed", "system_unknown": 15
        case "unknown_receiver", "receiver_missing", "receiver_repeated": 18
        case "unknown_sender", "caller_not_sender", "sender_closed", "sender_not_of_system": 19
        case "internal", "busy": 20
        case "multipart_malformed": 10
        case "receiver_closed", "receiver_wants_signature", "send_rule_denies": 23
        default:
            switch problem.inspection?.decisive?.name {
            case .read: 10
            case .structure, .secrecy: 22
            default: 21
            }
        }
    }
}
