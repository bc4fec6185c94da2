internal import HTTP
internal import Platform

extension HTTPResponse {
    /// A success in the axis's envelope, with more that `body` writes. No member of an answer is ever null: one in one
    /// item of a list loses the whole list to the Java clients.
    static func vxp(_ body: (inout JSONText) throws -> Void) rethrows -> HTTPResponse {
        try .json(200) { json in
            json.member("status", "OK")
            json.member("ErrorCode", "0")
            json.member("ErrorDesc", "")
            try body(&json)
        }
    }

    /// A failure of an operation in the axis's envelope: `status`, `ErrorCode` and `ErrorDesc` always, and what else the
    /// client reads in failures. A failed download has no body, because the client stores whatever comes; the code
    /// stands in the field `Lgsp-Error`.
    static func vxp(_ problem: Problem, of operation: VXPOperation?, status: Int) -> HTTPResponse {
        if operation?.answersWithBytes == true {
            return HTTPResponse(status: problem.status, headers: [("Lgsp-Error", problem.code)])
        }
        return .json(status) { json in
            json.member("status", "FAIL")
            json.member("ErrorCode", problem.code)
            let sentence = problem.sentence
            json.member("ErrorDesc", operation?.isReadAsASCII == true ? ASCIIText.fold(sentence) : sentence)
            if let name = operation?.memberOfFailures { json.member(name, "") }
        }
    }
}
