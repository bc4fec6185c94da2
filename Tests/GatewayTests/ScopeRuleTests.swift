import Testing

@testable import Gateway

@Suite struct ScopeRuleTests {
    /// A new operation says here what it is to an admin of one hub, or this fails.
    @Test func everyOperationIsDecided() {
        let operations = NativeAPI.routes.operations.map(\.id)
        #expect(Set(operations).count == operations.count)
        #expect(Set(ScopeRule.rules.keys).symmetricDifference(operations) == [])
    }

    @Test func whatNobodyDecidedIsRefused() {
        guard case .wholeBus = ScopeRule.of("anythingNew") else {
            Issue.record("it is let through")
            return
        }
    }

    /// What changes the whole bus, or makes rights, is no hub's.
    @Test(arguments: [
        "addToken", "removeToken", "addConsoleLink", "listTokens", "addRule", "removeRule", "defineDeadline",
        "enterDay",
        "backupLedger", "verifyLedger", "rebuildLedger", "showStatistics", "showStatisticsPart", "listAudit",
    ])
    func theWholeBusIsNoHubs(operation: String) {
        guard case .wholeBus = ScopeRule.of(operation) else {
            Issue.record("\(operation) is let through")
            return
        }
    }
}
