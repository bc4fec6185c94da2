internal import HTTP

extension ProvincialLGSP {
    private static let type = APIParameter(
        name: "messageType", kind: .choice(["edoc", "status"]), summary: "What is asked for.", isRequired: true)

    static let routes = APIRoutes([
        APIOperation(
            method: "POST", path: "/v1/auth/login", id: "login", summary: "A token, for half an hour.",
            parameters: [
                APIParameter(name: "allow_anonymous", kind: .choice(["true", "false"]), summary: "Means nothing here.")
            ],
            body: .json(
                APIBody.Member(name: "username", kind: .text, isRequired: true),
                APIBody.Member(name: "password", kind: .text, isRequired: true),
                APIBody.Member(name: "applicationCode", kind: .text), APIBody.Member(name: "otp", kind: .text),
                APIBody.Member(name: "twoFactorProvider", kind: .text)), isPublic: true
        ) { $0.responder.respond(try LGSPLogin(services: $0.services).answer($0.request)) },
        APIOperation(
            method: "GET", path: "/v1/getAgenciesList", id: "getAgenciesList",
            summary: "The agencies that take part; the bearer token is enough."
        ) { $0.responder.respond(LGSPDocuments.agencies($0.services)) },
        APIOperation(
            method: "POST", path: "/v1/sendEdoc", id: "sendEdoc", summary: "Sends an edXML message.",
            body: APIBody(
                types: ["multipart/form-data"],
                members: [
                    APIBody.Member(name: "edocFile", kind: .text, isRequired: true),
                    APIBody.Member(name: "messageType", kind: .choice(["edoc", "status"]), isRequired: true),
                ])
        ) { try LGSPDocuments($0).send($0.request, $0.trace, $0.responder) },
        APIOperation(
            method: "GET", path: "/v1/syncReceivedEdocList", id: "syncReceivedEdocList",
            summary: "What is not confirmed yet.",
            parameters: [
                type, APIParameter(name: "fromDate", kind: .day, summary: "The first day."),
                APIParameter(name: "toDate", kind: .day, summary: "The last day."),
            ]
        ) { $0.responder.respond(try LGSPDocuments($0).list($0.request)) },
        APIOperation(
            method: "GET", path: "/v1/getEdoc", id: "getEdoc", summary: "A message with its attachments.",
            parameters: [
                APIParameter(name: "docId", kind: .text, summary: "As in the list.", isRequired: true)
            ]
        ) { $0.responder.respond(try LGSPDocuments($0).document($0.request.parameter("docId"), $0.responder)) },
        APIOperation(
            method: "POST", path: "/v1/updateStatus", id: "updateStatus",
            summary: "Sets the transport state, or states a business status.",
            body: .json(
                APIBody.Member(name: "docId", kind: .text, isRequired: true),
                APIBody.Member(
                    name: "status",
                    kind: .choice([
                        "done", "fail", "processing", "01", "02", "03", "04", "05", "06", "15", "16",
                    ]), isRequired: true), APIBody.Member(name: "reason", kind: .text))
        ) { try LGSPDocuments($0).update($0.request, $0.responder) },
        APIOperation(
            method: "POST", path: "/v1/registerAgency", id: "registerAgency",
            summary: "Registers an agency below one of the system's.",
            body: .json(
                APIBody.Member(name: "code", kind: .text, isRequired: true),
                APIBody.Member(name: "pcode", kind: .text, isRequired: true),
                APIBody.Member(name: "name", kind: .text, isRequired: true))
        ) { call in
            let registration = AgencyRegistration(services: call.services, caller: call.caller)
            let dialect = ProvincialLGSP(services: call.services)
            try registration.register(call.request.body, call.responder) { result in
                switch result {
                case .success: .lgsp { _ in }
                case .failure(let problem): dialect.answer(to: problem, operation: [])
                }
            }
        },
    ])
}
