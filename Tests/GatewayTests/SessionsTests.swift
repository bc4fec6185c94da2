import Exchange
import Testing

@testable import Gateway

/// Links into the console and what they lead to.
@Suite struct SessionsTests {
    @Test func aLinkKeepsWhatItEndsWith() {
        let sessions = Sessions()
        let grant = Grant(role: .admin, agencies: [], name: "link")
        sessions.addLink("a", grant, token: [1, 2])
        sessions.addLink("b", grant)
        #expect(sessions.useLink("a")?.token == [1, 2])
        let other = sessions.useLink("b")
        #expect(other?.grant == grant && other?.token == nil)
        #expect(sessions.useLink("a") == nil)
    }

    /// Those who administer or audit are parties of their own: one does not take the places of another.
    @Test func everyTokenIsAPartyOfItsOwn() {
        var admin = Caller(isAdmin: true, agencies: [])
        let certificate = admin.party
        admin.origin = [1, 2, 3, 4, 5]
        var auditor = admin
        (auditor.isAuditor, auditor.origin) = (true, [9, 2, 3, 4, 5])
        var agency = Caller(isAdmin: false, agencies: [AgencyNumber(7)])
        agency.origin = [1, 2, 3, 4, 5]
        #expect(Set([certificate, admin.party, auditor.party, agency.party]).count == 4)
        #expect(agency.party == 7)
    }
}
