import Exchange
import Testing

@Suite struct RegistrationTests {
    private static func system(_ agencies: [UInt32], mayRegister: Bool = true) -> ConnectedSystem {
        var system = ConnectedSystem(id: "qlvb.example", agencies: agencies.map(AgencyNumber.init))
        system.mayRegister = mayRegister
        return system
    }

    @Test func registersBelowItsOwnAgency() throws {
        let state = MemoryState.sample()
        let request = Registration.Request(code: "H10.13.01", parent: "H10.13", name: "Phòng Mẫu")
        let facts = try Registration.register(request, by: Self.system([2]), directory: state.directory)
        for fact in facts { state.apply(fact) }
        let agency = try #require(state.directory.agency(code: "H10.13.01"))
        #expect(agency.parent == AgencyNumber(2))
        #expect(agency.hub == state.directory.agency(code: "H10.13")?.hub)
        let known = try #require(state.directory.system(id: "qlvb.example").map { state.directory.systems[$0] })
        #expect(known.agencies == [AgencyNumber(2), agency.number])
        // The same again is what a client does that got no answer.
        #expect(try Registration.register(request, by: known, directory: state.directory).isEmpty)
    }

    @Test(arguments: [
        ("H10.13.01", "H10", "Phòng Mẫu", true, Refusal.Code.registrationNotAllowed),
        ("H10.13.01", "H10.77", "Phòng Mẫu", true, .registrationNotAllowed),
        ("H10.13.01", "H10.13", "Phòng Mẫu", false, .registrationNotAllowed),
        ("G22", "H10.13", "Phòng Mẫu", true, .agencyCodeTaken),
        ("H10.13", "H10.13", "Sở Mẫu", true, .agencyCodeTaken),
        ("", "H10.13", "Phòng Mẫu", true, .agencyCodeMalformed),
        ("H10 13", "H10.13", "Phòng Mẫu", true, .agencyCodeMalformed),
        (String(repeating: "H", count: 36), "H10.13", "Phòng Mẫu", true, .agencyCodeMalformed),
        ("../../x", "H10.13", "Phòng Mẫu", true, .agencyCodeMalformed),
        ("H10.13..1", "H10.13", "Phòng Mẫu", true, .agencyCodeMalformed),
        ("H10.13.", "H10.13", "Phòng Mẫu", true, .agencyCodeMalformed),
        ("H10.13.<1>", "H10.13", "Phòng Mẫu", true, .agencyCodeMalformed),
        ("G22.5", "H10.13", "Phòng Mẫu", true, .registrationNotAllowed),
        ("H10.13.01", "H10.13", "Phòng\nMẫu", true, .agencyNameMalformed),
        ("H10.13.01", "H10.13", "", true, .agencyNameMalformed),
    ])
    func refuses(code: String, parent: String, name: String, mayRegister: Bool, expected: Refusal.Code) {
        let directory = MemoryState.sample().directory
        let request = Registration.Request(code: code, parent: parent, name: name)
        let refusal = #expect(throws: Refusal.self) {
            try Registration.register(request, by: Self.system([2], mayRegister: mayRegister), directory: directory)
        }
        #expect(refusal?.code == expected)
    }

    @Test func closesWhatIsEmptyOnly() throws {
        let state = MemoryState.sample()
        let system = Self.system([1])
        let facts = try Registration.close("H10.13", by: system, state: state)
        for fact in facts { state.apply(fact) }
        #expect(state.directory.agency(code: "H10.13")?.status == .closed)
        #expect(try Registration.close("H10.13", by: system, state: state).isEmpty)
        for code in ["G22", "H10", "X"] {
            #expect(throws: Refusal.self) { try Registration.close(code, by: system, state: state) }
        }
        let (busy, id) = (MemoryState.sample(), Identifier(high: 1, low: 2))
        let message = Message(kind: .document, serial: Serial(shard: 1, count: 1), document: Serial(shard: 1, count: 1))
        let entry = Delivered.Entry.sample(Serial(shard: 2, count: 1), id, AgencyNumber(2))
        busy.apply(.delivered(Delivered.sample(message, [entry])))
        let refusal = #expect(throws: Refusal.self) { try Registration.close("H10.13", by: system, state: busy) }
        #expect(refusal?.code == .agencyHasDeliveries)
    }
}
