import EdXML
import Exchange
import Gateway
import Outbound
import Testing
import Trust
import XML

@Suite struct CatalogueTests {
    @Test func everyCodeOfEveryLayerIsThere() {
        let known = Set(Catalogue.all.map(\.code))
        var codes = TrustCode.allCases.map(\.rawValue)
        codes += EdXMLCode.allCases.map(\.rawValue)
        codes += XMLFault.Code.allCases.map(\.rawValue)
        codes += Refusal.Code.allCases.map(\.rawValue)
        codes += OutboundError.Code.allCases.map(\.rawValue)
        for code in codes { #expect(known.contains(code), "\(code) is missing") }
        #expect(Catalogue.all.map(\.code) == known.sorted())
    }

    @Test func noCodeIsWithoutWordsInEitherLanguage() {
        for entry in Catalogue.all {
            for text in [entry.title, entry.hint, entry.titleVI, entry.hintVI] {
                #expect(text.count > 3 && text.last == ".", "\(entry.code): \(text)")
            }
            #expect(entry.title != entry.titleVI, "\(entry.code) is not translated")
            #expect(entry.hint != entry.hintVI || entry.hint.hasPrefix("Use"), "\(entry.code) is not translated")
            #expect(entry.status == 0 || (400..<600).contains(entry.status), "\(entry.code)")
            #expect(entry.code.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") })
        }
    }

    /// Words above a layer's own do not lose its clause.
    @Test(arguments: EdXMLCode.allCases) func aCodeOfEdXMLKeepsItsClause(code: EdXMLCode) {
        #expect(Catalogue.entry(code.rawValue).clause.isEmpty == code.clause.isEmpty)
    }

    /// A certificate's and a signature's fault names the standard that it offends.
    @Test(arguments: TrustCode.allCases) func aCodeOfTrustNamesItsClause(code: TrustCode) {
        #expect(Catalogue.entry(code.rawValue).clause.contains { $0.isNumber })
    }
}
