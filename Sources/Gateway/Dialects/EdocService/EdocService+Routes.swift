internal import HTTP

extension EdocService {
    private static let organ = APIParameter(
        name: "organid", kind: .text, summary: "The agency that is spoken for.", place: "header", isRequired: true)
    private static let document = APIParameter(
        name: "docid", kind: .text, summary: "The number of a message.", place: "header", isRequired: true)
    private static let type = APIParameter(
        name: "type", kind: .choice(["EDOC", "STATUS"]), summary: "Documents or statuses.", place: "header")
    private static let hash = APIParameter(
        name: "hash-edoc", kind: .text, summary: "The SHA-256 of the file, in hex.", place: "header")

    static let routes = APIRoutes([
        APIOperation(
            method: "POST", path: "/sendDocument", id: "sendDocument", summary: "Sends an edXML message.",
            parameters: [
                organ, hash,
                APIParameter(
                    name: "type", kind: .choice(["EDOC", "STATUS"]), summary: "A document or a status.",
                    place: "header", isRequired: true),
            ], body: APIBody(types: ["application/octet-stream"])
        ) { try EdocServiceDocuments($0).send() },
        APIOperation(
            method: "GET", path: "/getPendingDocIds", id: "getPendingDocIds", summary: "What is not confirmed yet.",
            parameters: [organ, type]
        ) { $0.responder.respond(try EdocServiceDocuments($0).pending()) },
        APIOperation(
            method: "POST", path: "/getPendingDocIds", id: "postPendingDocIds",
            summary: "The same; the body says nothing.", parameters: [organ, type]
        ) { $0.responder.respond(try EdocServiceDocuments($0).pending()) },
        APIOperation(
            method: "POST", path: "/getDocument", id: "getDocument", summary: "The bytes of a message, in base64.",
            parameters: [organ, document]
        ) { $0.responder.respond(try EdocServiceDocuments($0).document()) },
        APIOperation(
            method: "POST", path: "/confirmReceived", id: "confirmReceived",
            summary: "Confirms a message that was read.", parameters: [organ, document]
        ) { try EdocServiceDocuments($0).confirm() },
        APIOperation(
            method: "GET", path: "/getOrganizations", id: "getOrganizations", summary: "The directory.",
            parameters: [
                organ, APIParameter(name: "organId", kind: .text, summary: "One agency's code; empty for all."),
            ]
        ) { $0.responder.respond(EdocServiceDocuments($0).organizations()) },
        APIOperation(
            method: "POST", path: "/checkExistDocument", id: "checkExistDocument",
            summary: "Whether a document went from one agency to another.", parameters: [organ],
            body: .json(
                APIBody.Member(name: "fromOrgan", kind: .text, isRequired: true),
                APIBody.Member(name: "toOrgan", kind: .text, isRequired: true),
                APIBody.Member(name: "docCode", kind: .text, isRequired: true))
        ) { $0.responder.respond(try EdocServiceDocuments($0).exists()) },
    ])
}
