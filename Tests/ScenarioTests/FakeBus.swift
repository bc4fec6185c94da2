import Platform

@testable import Scenario

/// A bus in memory that answers the native API as far as a replay uses it, with faults on request.
final class FakeBus: Surroundings {
    enum Fault: Sendable {
        case none
        /// Every seventh request is answered 503, every eleventh gets no answer after it was carried out.
        case flaky
        /// One delivery never reaches its mailbox, and nobody is told.
        case losesOne
        /// The ratio counts one document twice.
        case miscounts
        /// A tampered document is let in.
        case letsTamperedIn
        /// One delivery is put into the mailbox twice.
        case repeatsOne
        /// The sender gets a notice about each delivery.
        case notifies
        /// Every request that comes in the two seconds after the fiftieth submission is answered when they are over.
        case stalls
        /// Every tenth submission is answered 503.
        case overloaded
    }

    struct Item: Sendable {
        var delivery: String
        var kind: String
        var document: Int
        var to: String
        var status = ""
        var confirmed = false
    }

    struct Document: Sendable {
        var id: String
        var bytes: [UInt8]
        var signature: [UInt8]
        var from: String
    }

    struct State: Sendable {
        var documents: [Document] = []
        var byID: [String: Int] = [:]
        var items: [Item] = []
        var refusals: [String: Int] = [:]
        var statuses: [String: Int] = [:]
        var channels: [String: Int] = ["E": 0, "EP": 0, "P": 0]
        /// Paper registrations and statuses seen before.
        var known: Set<String> = []
        var pairs = [[Int]](repeating: [0, 0, 0, 0], count: 4)
        var requests = 0
        var submissions = 0
        /// Until when nothing is answered, on the monotonic clock.
        var stalledUntil: Int64 = 0
        var faulted = false
    }

    static let tiers = ["central", "province", "district", "commune"]
    let parties: [Party]
    let fault: Fault
    let state = Monitor(State())

    init(parties: [Party], fault: Fault = .none) {
        self.parties = parties
        self.fault = fault
    }

    func hasIdentity(of code: String) -> Bool { true }
    func connect(as identity: Identity) -> any Wire { FakeWire(bus: self, identity: identity) }
    func signer(of code: String) -> any Signing { FakeSigner(name: code) }
    func issue(_ kind: IssuedKind, to code: String) -> (signer: any Signing, pem: [UInt8]) {
        (FakeSigner(name: kind == .expired ? "expired " + code : code), Array("pem".utf8))
    }
    func verify(_ content: [UInt8], signature: [UInt8]) -> Bool {
        String(decoding: signature, as: UTF8.self).hasSuffix(FakeSigner.digest(content))
    }

    func tier(_ code: String) -> Int { parties.first { $0.code == code }?.tier ?? 0 }

    // MARK: The door

    func accept(_ state: inout State, _ bytes: [UInt8], _ signature: [UInt8], caller: String, json: inout JSONText) {
        let text = String(decoding: bytes, as: UTF8.self)
        let code = refusal(text, bytes, signature, caller)
        let id = Self.between(text, "<edXML:DocumentId>", "<").first ?? ""
        json.object { json in
            if let code, !(fault == .letsTamperedIn && code == "signature_digest_mismatch") {
                state.refusals[code, default: 0] += 1
                json.member("status", 422)
                json.member("code", code)
                return
            }
            if let known = state.byID[id] {
                json.member("status", 200)
                json.member("id", "d\(known)")
                return
            }
            let number = state.documents.count
            state.byID[id] = number
            state.documents.append(Document(id: id, bytes: bytes, signature: signature, from: caller))
            let channel = text.contains("<edXML:Paper>1<") ? "EP" : "E"
            let organs = Self.between(text, "<edXML:To><edXML:OrganId>", "<")
            for organ in organs {
                state.channels[channel, default: 0] += fault == .miscounts && number == 5 ? 2 : 1
                state.pairs[tier(caller)][tier(organ)] += 1
                let item = Item(delivery: "i\(state.items.count)", kind: "document", document: number, to: organ)
                if fault == .losesOne, number == 9 { continue }
                state.items.append(item)
                if fault == .notifies {
                    state.items.append(
                        Item(delivery: "n\(state.items.count)", kind: "notice", document: number, to: caller))
                }
                if fault == .repeatsOne, number == 9 { state.items.append(item) }
            }
            json.member("status", 201)
            json.member("id", "d\(number)")
        }
    }

    private func refusal(_ text: String, _ bytes: [UInt8], _ signature: [UInt8], _ caller: String) -> String? {
        let signed = String(decoding: signature, as: UTF8.self)
        if !text.hasSuffix("</edXML>\n") { return "xml_malformed" }
        if signature.isEmpty { return "signature_required" }
        if !signed.hasSuffix(FakeSigner.digest(bytes)) { return "signature_digest_mismatch" }
        if signed.hasPrefix("expired ") { return "certificate_expired" }
        if !signed.hasPrefix(caller + " ") { return "signer_not_bound" }
        let organs = Self.between(text, "<edXML:To><edXML:OrganId>", "<")
        if !organs.allSatisfy({ organ in parties.contains { $0.code == organ } }) { return "unknown_receiver" }
        return nil
    }

    static func between(_ text: String, _ start: String, _ end: Character) -> [String] {
        text.split(separator: start).dropFirst().map { String($0.prefix { $0 != end }) }
    }
}

/// Signs with the name of the signer and a sum of the content.
struct FakeSigner: Signing {
    let name: String

    func sign(_ content: [UInt8]) -> [UInt8] { Array("\(name) \(Self.digest(content))".utf8) }

    func envelop(_ document: [UInt8]) -> [UInt8] { document }

    static func digest(_ content: [UInt8]) -> String {
        String(content.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }, radix: 16)
    }
}
