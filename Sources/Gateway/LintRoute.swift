internal import Exchange
internal import HTTP
internal import Inspection
internal import Platform
internal import Trust

/// `POST /lint`: what the door would say of a message, all of it, and nothing is sent.
struct LintRoute {
    let services: Services
    let caller: Caller

    func handle(_ request: HTTPRequest) throws -> HTTPResponse {
        let isStrict = try request.flag("strict")
        let vietnamese = Language.isVietnamese(request.header("Accept-Language"))
        let words = { (code: String) in Catalogue.words(code, vietnamese: vietnamese) }
        let signature = try SendRoute.signature(of: request)
        let time = InspectionTime(services.clock())
        let found = services.inspector(for: caller, today: time.instant.day, goesOn: true)
            .inspect(request.body, signature: signature, at: time)
        let inspection = found.inspection
        return .json(200) { json in
            json.member("clean", found.message != nil && (!isStrict || inspection.faults.isEmpty))
            json.member("code", inspection.objection?.code)
            json.member("cut", inspection.isCut)
            json.faults(inspection.faults, isStrict: isStrict, words: words)
            if let judged = inspection.signature {
                json.key("signature")
                json.object { json in
                    json.member("status", judged.status?.rawValue)
                    json.member("code", judged.objection?.code)
                    json.member("hint", judged.objection.map { words($0.code).advising($0.hint).hint })
                    json.checks(judged.checks)
                }
            }
            json.stages(inspection.stages, words: words)
        }
    }
}
