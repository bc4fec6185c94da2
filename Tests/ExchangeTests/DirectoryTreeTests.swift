import Testing

@testable import Exchange

/// Who is below whom, and which systems speak for whom, through every change.
@Suite struct DirectoryTreeTests {
    private static func agency(_ number: UInt32, below parent: UInt32?) -> Fact {
        .agencyDefined(
            Agency(
                number: AgencyNumber(number), code: "H\(number)", oldCode: "", name: "", tier: 0,
                parent: parent.map { AgencyNumber($0) }, hub: 0, status: .active, validFrom: nil, validUntil: nil,
                isInvented: true))
    }

    private static func system(_ id: String, _ agencies: [UInt32], isClosed: Bool = false) -> Fact {
        var system = ConnectedSystem(id: id, agencies: agencies.map { AgencyNumber($0) })
        system.isClosed = isClosed
        return .systemDefined(system)
    }

    @Test func agenciesAreBelowTheirParentsInOrder() {
        var directory = Directory()
        for fact in [
            Self.agency(0, below: nil), Self.agency(1, below: 0), Self.agency(2, below: 0), Self.agency(3, below: 1),
            Self.agency(4, below: nil),
        ] { directory.apply(fact) }
        func below(_ number: UInt32?) -> [UInt32] {
            directory.agencies(below: number.map { AgencyNumber($0) }).map(\.value)
        }
        #expect(below(nil) == [0, 4])
        #expect(below(0) == [1, 2])
        // One moves to the other branch, between those that are there; one comes to the top; one stays.
        directory.apply(Self.agency(1, below: 4))
        directory.apply(Self.agency(3, below: 0))
        directory.apply(Self.agency(2, below: nil))
        directory.apply(Self.agency(1, below: 4))
        #expect(below(nil) == [0, 2, 4])
        #expect(below(0) == [3])
        #expect(below(1) == [])
        #expect(below(4) == [1])
        directory.apply(Self.agency(2, below: 0))
        #expect(below(0) == [2, 3])
        #expect(below(9) == [])
    }

    @Test func openSystemsSpeakForTheirAgencies() {
        var directory = Directory()
        for number in UInt32(0)..<3 { directory.apply(Self.agency(number, below: nil)) }
        func systems(_ number: UInt32) -> [String] { directory.openSystems(of: AgencyNumber(number)).map(\.id) }
        directory.apply(Self.system("a", [0, 1, 1]))
        directory.apply(Self.system("b", [1]))
        #expect((0..<3).map { systems($0) } == [["a"], ["a", "b"], []])
        directory.apply(Self.system("a", [1, 2]))
        #expect((0..<3).map { systems($0) } == [[], ["a", "b"], ["a"]])
        directory.apply(Self.system("b", [1], isClosed: true))
        #expect((0..<3).map { systems($0) } == [[], ["a"], ["a"]])
        directory.apply(Self.system("b", [0]))
        #expect((0..<3).map { systems($0) } == [["b"], ["a"], ["a"]])
    }
}
