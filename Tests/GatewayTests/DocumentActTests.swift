import EdXML
import Exchange
import Testing

@testable import Gateway

/// The documents that a withdrawal, an update or a replacement names.
@Suite struct DocumentActTests {
    /// `N/A` in place of a DocumentId names none: Code and day do, or the next place that names one.
    @Test(arguments: ["N/A", "n/a", ""])
    func anUnknownDocumentIDNamesNone(id: String) {
        var document = EdXMLDocument(
            from: EdXMLOrgan(id: "H10.13", name: ""), to: [], documentID: "a", number: "1", notation: "A",
            promulgationDate: "2026/01/02", typeName: "", subject: "")
        document.kind = 1
        document.responseFor = [
            EdXMLResponse(organID: "H10.13", code: "7/SM", promulgationDate: "2026/01/02", documentID: id)
        ]
        #expect(
            DocumentAct(document)?.targets
                == [.init(issuer: "H10.13", documentID: "", code: "7/SM", day: Day("2026/01/02"))])
        document.kind = 2
        document.businessDocumentID = id
        #expect(DocumentAct(document)?.targets.map(\.code) == ["7/SM"])
        document.businessDocumentID = "b"
        #expect(DocumentAct(document)?.targets.map(\.documentID) == ["b"])
    }
}
