import EdXML
import Testing

@testable import Scenario

@Suite struct EnvelopeTests {
    private func document(_ bytes: [UInt8]) throws -> EdXMLDocument {
        guard case .document(let document) = try EdXMLReader.read(bytes, today: "2021/06/15") else {
            throw ScenarioError(.badValue, "not a document")
        }
        return document
    }

    @Test func theReaderTakesEveryEnvelopeWithoutAWarning() throws {
        let generator = try Sample.generator()
        for planned in generator.plan() where planned.bad != .malformed && planned.index % 40 == 0 {
            let read = try document(generator.envelope(of: planned))
            #expect(read.warnings == [])
            #expect(read.documentID == generator.documentID(of: planned))
            #expect(read.from.id == generator.parties[planned.sender].code)
            #expect(read.to.count == planned.receivers.count)
            #expect(read.subject == planned.subject)
            #expect(Int(read.priority) == planned.urgency)
            #expect(read.hasPaper == (planned.medium == .both))
            #expect(read.attachments.map(\.size) == [planned.size])
            if planned.bad == nil { #expect(read.to.map(\.id) == planned.receivers.map { generator.parties[$0].code }) }
        }
    }

    @Test func unknownReceiversAreDifferentOnes() throws {
        let generator = try Sample.generator()
        let plan = generator.plan().filter { $0.bad == .unknownReceiver }
        #expect(plan.contains { $0.receivers.count > 1 })
        for planned in plan {
            #expect(Set(try document(generator.envelope(of: planned)).to.map(\.id)).count == planned.receivers.count)
        }
    }

    @Test func aReplyAndATamperedOneAreStillWellFormed() throws {
        let generator = try Sample.generator()
        let plan = generator.plan().filter { $0.bad == nil }
        var bytes = generator.envelope(of: plan[0], inReplyTo: plan[1])
        let whole = bytes
        _ = try document(bytes)
        EnvelopeText.tamper(&bytes)
        #expect(zip(bytes, whole).count { $0 != $1 } == 1)
        _ = try document(bytes)
    }

    @Test func aMalformedOneIsRefused() throws {
        let generator = try Sample.generator()
        let planned = try #require(generator.plan().first { $0.bad == .malformed })
        #expect(throws: EdXMLFault.self) {
            try EdXMLReader.read(generator.envelope(of: planned), today: "2021/06/15")
        }
    }
}
