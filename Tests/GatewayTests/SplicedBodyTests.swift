import HTTP
import Platform
import Testing

@testable import Gateway

@Suite struct SplicedBodyTests {
    /// Contents around the size of a piece, and around the size up to which an answer is made at once.
    @Test(arguments: [0, 1, 49_151, 49_152, 49_153, 700_000, 800_000, 2_000_003])
    func theAnswerIsTheSameWholeAndInPieces(count: Int) throws {
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var body = SplicedBody()
        let response = HTTPResponse.json(200) { json in
            json.key("content")
            body.base64(content, to: &json)
            json.key("again")
            body.base64(content, to: &json)
            json.member("more", 1)
        }
        let base64 = Base64.encode(content)
        let expected = Array("{\"content\":\"\(base64)\",\"again\":\"\(base64)\",\"more\":1}".utf8)
        let filled = body.fill(response)
        #expect((filled.stream == nil) == (expected.count <= 1 << 20))
        #expect(filled.body == (filled.stream == nil ? expected : []))
    }
}
