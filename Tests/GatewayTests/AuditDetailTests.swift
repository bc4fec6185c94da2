import Platform
import Testing

@testable import Gateway

/// What the audit keeps of what came from outside.
@Suite struct AuditDetailTests {
    @Test(arguments: [
        ("H10.02", "H10.02"), ("Bảo trì mẫu", "Bảo trì mẫu"), ("", "\"\""), (" a", "\" a\""),
        ("x, role=auditor", "\"x, role=auditor\""), ("x,role", "\"x,role\""), ("a\"b\\c", #""a\"b\\c""#),
        ("a\nb\t", #""a\u000ab\u0009""#), ("\u{202e}x\u{2028}\u{1b}[2J", #""\u202ex\u2028\u001b[2J""#),
        ("a\u{a0}b", #""a\u00a0b""#), ("\u{e0001}", #""\udb40\udc01""#), ("(+5 characters)", "\"(+5 characters)\""),
    ])
    func nothingLooksLikeSomethingElse(text: String, shown: String) { #expect(AuditText.value(text) == shown) }

    @Test func longValuesSayHowMuchIsMissing() {
        let long = String(repeating: "ấ", count: 2_000)
        #expect(AuditText.value(long) == "\"\(String(repeating: "ấ", count: 200))\" (+1800 characters)")
        // One character to Swift, and many to whoever keeps them.
        let marks = "e" + String(repeating: "\u{301}", count: 100_000)
        #expect(AuditText.value(marks).unicodeScalars.count < 230)
        #expect(AuditText.list((0..<20).map { "H\($0)" }).hasSuffix("H14 H15 (+4 more)"))
        #expect(AuditText.list(["a b", "c"]) == "\"a b\" c")
    }

    @Test func outcomesHaveWords() {
        let codes = [nil, "", "internal", "hub_scope"]
        #expect(codes.map { Auditor.words(of: $0).outcome } == ["unknown", "done", "unknown", "refused"])
        #expect(codes.map { Auditor.words(of: $0).code } == [nil, nil, "internal", "hub_scope"])
    }

    private static let operation = APIOperation(
        method: "POST", path: "/x", id: "x", summary: "",
        parameters: [APIParameter(name: "force", kind: .text, summary: "")],
        body: .json(
            APIBody.Member(name: "name", kind: .text), APIBody.Member(name: "role", kind: .text),
            APIBody.Member(name: "agencies", kind: .texts), APIBody.Member(name: "secret", kind: .text, isSecret: true),
            APIBody.Member(name: "token", kind: .text), APIBody.Member(name: "last", kind: .number(0...9)))
    ) { _ in }

    private static func node(_ text: String) throws -> JSONNode { try JSONReader.read(Array(text.utf8)) }

    @Test func membersStandInTheOrderOfTheirDeclaration() throws {
        let long = String(repeating: "A", count: 5_000)
        let node = try Self.node(
            #"{"last":1e0,"secret":"hidden-one","token":["hidden-two"],"agencies":["\#(long)","H10",{"secret":"hidden-three"}],"#
                + #""role":"admin","name":"\#(long)"}"#)
        let detail = AuditDetail.text(
            Self.operation, node, query: [(name: "force", value: "1"), (name: "z", value: "2")])
        let name = "\"\(long.prefix(200))\" (+4800 characters)"
        let element = "\"\(long.prefix(64))\" (+4936 characters)"
        #expect(
            detail == "force=1, name=\(name), role=admin, agencies=\(element) H10 \"an object\", last=1e0")
        #expect(!detail.contains("hidden"))
    }

    @Test func aFlagOfASecretsNameIsNoSecret() throws {
        let paper = try #require(NativeAPI.routes.operations.first { $0.id == "registerPaper" })
        #expect(AuditDetail.text(paper, try Self.node(#"{"secret":true}"#), query: []) == "secret=true")
        #expect(AuditDetail.text(paper, try Self.node(#"{"secret":"yes-this-one"}"#), query: []) == "")
    }

    /// Whatever is a secret in a body of the API is declared as one, or has a name that says so.
    @Test func noOperationTellsASecret() throws {
        for operation in NativeAPI.routes.operations {
            guard let body = operation.body, body.isJSON else { continue }
            let names = body.members.map(\.name)
            let text = "{" + names.map { "\"\($0)\":\"value-of-\($0)\"" }.joined(separator: ",") + "}"
            let detail = AuditDetail.text(operation, try Self.node(text), query: [])
            let told = names.filter { detail.contains("value-of-\($0)") }
            #expect(
                told == names.filter { !["secret", "token", "password", "passphrase"].contains($0) }, "\(operation.id)")
        }
    }
}
