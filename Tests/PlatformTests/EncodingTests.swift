import Platform
import Testing

@Suite struct EncodingTests {
    /// The vectors of RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64(plain: String, text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(Base64.decode(text) == Array(plain.utf8))
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zg==Zg==", "Zm9v!", "=", "Z=g="])
    func brokenBase64(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func base64PassesOverWhiteSpace() {
        #expect(Base64.decode(" Zm9v\r\nYmFy\t") == Array("foobar".utf8))
    }

    @Test(arguments: [
        ("a =20 b", "a   b"), ("a  \t\r\nb", "a\r\nb"), ("a \t b", "a \t b"), ("a= \r\nb", "ab"), ("a  ", "a"),
        ("a=\r\n", "a"),
    ])
    func quotedPrintable(text: String, plain: String) {
        #expect(QuotedPrintable.decode(Array(text.utf8).span) == Array(plain.utf8))
    }

    /// A run of spaces without a line break behind it is looked at once, not once for each of its bytes.
    @Test(.timeLimit(.minutes(1))) func quotedPrintableTakesNoLongerThanItsLength() {
        let text = [UInt8](repeating: 0x20, count: 2_000_000) + [0x61]
        #expect(QuotedPrintable.decode(text.span) == text)
    }

    /// Broken at every place, by what is passed over and by what is not.
    @Test func base64IsReadFromEveryPlace() {
        let plain = [UInt8]((0...62).map { UInt8($0 &* 37 & 255) })
        let text = Base64.encode(plain)
        for place in 0...text.utf8.count {
            let (head, tail) = (text.prefix(place), text.dropFirst(place))
            #expect(Base64.decode(head + "\r\n" + tail) == plain)
            #expect(Base64.decode(head + "*" + tail) == nil)
            #expect(Base64.decode(head + "=" + tail) == nil)
        }
    }

    @Test func hexadecimal() {
        #expect(Hex.encode([0, 0x0F, 0xA5]) == "000fa5")
        #expect(Hex.encodeUnpadded([0, 0x0F, 0x10, 0xA5]) == "0f10a5")
        #expect(Hex.decode("000FA5") == [0, 0x0F, 0xA5])
        #expect(Hex.decode("0") == nil)
        #expect(Hex.decode("0g") == nil)
    }

    @Test func json() {
        var json = JSONText()
        json.object {
            $0.member("text", "a\"\\\n\u{1}đ")
            $0.member("none", nil as String?)
            $0.key("list")
            $0.array {
                $0.number(1)
                $0.bool(true)
                $0.null()
                $0.object { _ in }
            }
            $0.member("half", 0.5)
        }
        #expect(json.string == #"{"text":"a\"\\\n\u0001đ","list":[1,true,null,{}],"half":0.5}"#)
    }
}
