import Exchange
import Testing

@Suite struct RegistrationTests {
    private static let today = Day(number: 20_000)

    private static func system(_ agencies: [UInt32], registrations: UInt32 = 10) -> ConnectedSystem {
        var system = ConnectedSystem(id: "qlvb.example", agencies: agencies.map(AgencyNumber.init))
        system.registrations = registrations
        return system
    }

    @Test func registersBelowItsOwnAgency() throws {
        let state = MemoryState.sample()
        let request = Registration.Request(code: "H10.13.01", parent: "H10.13", name: "Phòng Mẫu")
        let facts = try Registration.register(
            request, by: Self.system([2]), directory: state.directory, today: Self.today)
        for fact in facts { state.apply(fact) }
        let agency = try #require(state.directory.agency(code: "H10.13.01"))
        #expect(agency.parent == AgencyNumber(2))
        #expect(agency.hub == state.directory.agency(code: "H10.13")?.hub)
        let known = try #require(state.directory.system(id: "qlvb.example").map { state.directory.systems[$0] })
        #expect(known.agencies == [AgencyNumber(2), agency.number])
        // The same again is what a client does that got no answer.
        #expect(known.registered == [agency.number])
        #expect(try Registration.register(request, by: known, directory: state.directory, today: Self.today).isEmpty)
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
    func refuses(code: String, parent: String, name: String, isAllowed: Bool, expected: Refusal.Code) {
        let directory = MemoryState.sample().directory
        let request = Registration.Request(code: code, parent: parent, name: name)
        let refusal = #expect(throws: Refusal.self) {
            try Registration.register(
                request, by: Self.system([2], registrations: isAllowed ? 10 : 0), directory: directory,
                today: Self.today)
        }
        #expect(refusal?.code == expected)
    }

    @Test func isOffUntilAnAdminAllowsIt() {
        let directory = MemoryState.sample().directory
        let request = Registration.Request(code: "H10.13.01", parent: "H10.13", name: "Phòng Mẫu")
        let system = ConnectedSystem(id: "qlvb.example", agencies: [AgencyNumber(2)])
        #expect(throws: Refusal.self) {
            try Registration.register(request, by: system, directory: directory, today: Self.today)
        }
    }

    /// A loop of registering and closing: so many a day, and an end to it in all.
    @Test func neitherOpenNorClosedOnesAreMoreThanAllowed() throws {
        let state = MemoryState.sample()
        state.apply(.systemDefined(Self.system([2], registrations: 3)))
        var number = 0
        func known() throws -> ConnectedSystem {
            try #require(state.directory.system(id: "qlvb.example").map { state.directory.systems[$0] })
        }
        /// Registers, and closes again where asked to, until it is refused; gives how many there were.
        func fill(_ day: Int32, closing: Bool) throws -> Int {
            for count in 0..<100 {
                number += 1
                let (code, today) = ("H10.13.\(number)", Day(number: day))
                do {
                    let facts = try Registration.register(
                        Registration.Request(code: code, parent: "H10.13", name: "Phòng Mẫu"), by: known(),
                        directory: state.directory, today: today)
                    for fact in facts { state.apply(fact) }
                } catch let refusal as Refusal {
                    #expect(refusal.code == .registrationsUsedUp)
                    return count
                }
                guard closing else { continue }
                for fact in try Registration.close(code, by: known(), state: state, today: today) { state.apply(fact) }
            }
            return 100
        }
        #expect(try fill(1, closing: true) == 3)
        #expect(try fill(1, closing: false) == 0)
        #expect(try fill(2, closing: true) == 3)
        #expect(try fill(3, closing: true) == 3)
        #expect(try fill(4, closing: false) == 3)
        #expect(try fill(5, closing: true) == 0)
        #expect(try known().registered.count == 12)
        // Those that are open are closed, and still there is no room: four times as many is all.
        for agency in try known().registered {
            let code = state.directory.agency(agency)?.code ?? ""
            for fact in try Registration.close(code, by: known(), state: state, today: Day(number: 6)) {
                state.apply(fact)
            }
        }
        #expect(try fill(7, closing: true) == 0)
    }

    @Test func closesWhatIsEmptyOnly() throws {
        let state = MemoryState.sample()
        let system = Self.system([1])
        let facts = try Registration.close("H10.13", by: system, state: state, today: Self.today)
        for fact in facts { state.apply(fact) }
        #expect(state.directory.agency(code: "H10.13")?.status == .closed)
        #expect(try Registration.close("H10.13", by: system, state: state, today: Self.today).isEmpty)
        for code in ["G22", "H10", "X"] {
            #expect(throws: Refusal.self) { try Registration.close(code, by: system, state: state, today: Self.today) }
        }
        let (busy, id) = (MemoryState.sample(), Identifier(high: 1, low: 2))
        let message = Message(kind: .document, serial: Serial(shard: 1, count: 1), document: Serial(shard: 1, count: 1))
        let entry = Delivered.Entry.sample(Serial(shard: 2, count: 1), id, AgencyNumber(2))
        busy.apply(.delivered(Delivered.sample(message, [entry])))
        let refusal = #expect(throws: Refusal.self) {
            try Registration.close("H10.13", by: system, state: busy, today: Self.today)
        }
        #expect(refusal?.code == .agencyHasDeliveries)
    }
}
