import EdXML
import Platform
import Testing

@testable import Scenario

@Suite struct LoadBenchTests {
    private func bench(
        _ bus: FakeBus, documents: Int, senders: Int = 2, recipients: Int = 1, size: Int = 8192
    ) throws -> BenchResult {
        var configuration = LoadBench.Configuration()
        configuration.senders = senders
        configuration.recipients = recipients
        configuration.size = size
        configuration.documents = documents
        configuration.batch = 8
        configuration.seconds = 20
        let run = try #require(RunID("a7k2f"))
        return try LoadBench(
            serverURL: "https://bus", surroundings: bus, scenario: try Sample.scenario(), runID: run,
            day: "2021/06/15", configuration: configuration
        ).run()
    }

    @Test(arguments: [(40, 40), (41, 40), (2, 2)])
    func everyDocumentIsFetchedAndConfirmed(documents: Int, expected: Int) throws {
        let bus = FakeBus(parties: Sample.parties)
        let result = try bench(bus, documents: documents)
        #expect(result.documents == expected)
        #expect(result.accepted == expected)
        #expect(bus.state.withLock { $0.items.allSatisfy(\.confirmed) })
        let sizes = bus.state.withLock { $0.documents.map(\.bytes.count) }
        #expect(sizes.allSatisfy { (8100...8220).contains($0) })
        #expect(result.text(durability: "none, a bus in memory").contains("durability: none"))
    }

    @Test func theJSONHoldsWhatWasMeasured() throws {
        let result = try bench(FakeBus(parties: Sample.parties), documents: 24, senders: 1)
        let json = try JSONReader.read(result.json(durability: "none"))
        #expect(json["documents"]?.int == 24)
        #expect(json["senders"]?.int == 1)
        #expect(json["documents_per_second"]?.int == result.rate)
        #expect(json["document_bytes"]?.int.map { (8100...8220).contains($0) } == true)
        #expect(json["key"]?.string == "RSA-2048")
        #expect(json["durability"]?.string == "none")
    }

    @Test func theSmallestDocumentStillHasAnAttachment() throws {
        let bus = FakeBus(parties: Sample.parties)
        let result = try bench(bus, documents: 2, size: 1)
        #expect(result.documents == 2)
        let documents = bus.state.withLock { $0.documents.map(\.bytes) }
        for bytes in documents {
            guard case .document(let document) = try EdXMLReader.read(bytes, today: "2021/06/15") else {
                Issue.record("no document")
                continue
            }
            #expect(document.attachments.count == 1)
            #expect(document.attachments.allSatisfy { $0.size > 0 })
        }
    }

    @Test(arguments: [(3, 5), (2, 7), (4, 3)])
    func everyRecipientGetsEveryDocument(senders: Int, recipients: Int) throws {
        let bus = FakeBus(parties: Sample.parties)
        let result = try bench(bus, documents: 12, senders: senders, recipients: recipients)
        #expect(result.documents == 12)
        #expect(result.deliveries == 12 * recipients)
        let items = bus.state.withLock { $0.items }
        #expect(items.count == 12 * recipients && items.allSatisfy(\.confirmed))
        #expect(Set(items.map(\.to)).count == recipients)
        let json = try JSONReader.read(result.json(durability: "none"))
        #expect(json["recipients"]?.int == recipients)
    }

    @Test func tooFewAgenciesAreSaid() throws {
        let few = FakeBus(parties: Array(Sample.parties.prefix(3)))
        #expect(throws: ScenarioError.self) { try bench(few, documents: 8) }
        let bus = FakeBus(parties: Sample.parties)
        #expect(throws: ScenarioError.self) { try bench(bus, documents: 8, recipients: Sample.parties.count - 1) }
    }
}
