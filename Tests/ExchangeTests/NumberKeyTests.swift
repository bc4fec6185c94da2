import Exchange
import Testing

/// What documents are found by, but for a DocumentId that somebody has.
@Suite struct NumberKeyTests {
    @Test(arguments: [
        ("7816/VPCP-TTĐT", "2021|7816|VPCP-TTĐT"), ("1/CV/TƯ", "2021|1|CV/TƯ"), ("1/CV/TU\u{31B}", "2021|1|CV/TƯ"),
        (" 1 /\u{A0}CV\n", "2021|1|CV"), ("/", "2021||"), (" / ", "2021||"), ("1/\u{301}", "2021|1|\u{301}"),
        ("12", nil), ("", nil),
    ])
    func aCodeIsNumberAndNotation(code: String, key: String?) {
        #expect(NumberKey.text(code: code, in: 2021) == key)
    }

    @Test(arguments: [
        ("000.00.00.G22,2015-09-30,7816/VPCP-TTĐT", "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT"),
        ("H10.05,2015/09/30,1/A,B", "H10.05,2015/09/30,1/A,B"), ("G22,30/9/2015,1/A", "G22,2015/09/30,1/A"),
        ("G22,30-09-2015,1/A", "G22,2015/09/30,1/A"), ("G22,30.09.2015 00:00:00,1/A", "G22,2015/09/30,1/A"),
        ("G22,2015-09-30T07:00:00,1/A", "G22,2015/09/30,1/A"), ("G22, 2015-9-30 ,1/A", "G22,2015/09/30,1/A"),
        ("G22,09/30/2015,1/A", nil), ("G22,30/09/15,1/A", nil), ("G22,2015,1/A", nil), ("G22,2015/09/30,1", nil),
        ("G22,2015/02/30,1/A", nil), ("G22,-2015-09-30-1,1/A", nil), ("b1b2", nil), ("", nil), (",,", nil),
        ("G22,9999999999999999999/1/1,1/A", nil),
    ])
    func aDayIsReadInAnyForm(documentID: String, respelled: String?) {
        #expect(DocumentIDParts(documentID)?.respelled == respelled)
    }
}
