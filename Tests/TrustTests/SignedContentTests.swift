import Platform
import Testing

@testable import Trust

/// What openssl signed in place of the content is told, with what to do about it.
@Suite struct SignedContentTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// Makes `signed` and `content` out of `text`; `$sign` is openssl with its key.
        let script: String
        let found: String
        let hint: String
        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "without -binary", script: "$sign -in text -out signature; cp text content",
            found: "the content with CRLF line ends", hint: "-binary"),
        Case(
            name: "without -binary, no line end at the end",
            script: "printf 'a\\nb' > content; $sign -in content -out signature",
            found: "the content with CRLF line ends", hint: "-binary"),
        Case(
            name: "without -binary, no attributes", script: "$sign -noattr -in text -out signature; cp text content",
            found: "the content with CRLF line ends", hint: "-binary"),
        Case(
            name: "-text", script: "$sign -text -in text -out signature; cp text content",
            found: "the content as MIME text, with CRLF line ends", hint: "-binary"),
        Case(
            name: "CR LF since", script: "$sign -binary -in text -out signature; sed 's/$/\\r/' text > content",
            found: "the content with LF line ends", hint: "after the signing"),
        Case(
            name: "CR taken out since",
            script: "sed 's/$/\\r/' text > signed; $sign -binary -in signed -out signature; cp text content",
            found: "the content with CRLF line ends", hint: "line ends"),
        Case(
            name: "the last line end taken off",
            script: "$sign -binary -in text -out signature; printf %s \"$(cat text)\" > content",
            found: "the content with a line end behind it", hint: "as it was signed"),
        Case(
            name: "a line end added", script: "$sign -binary -in text -out signature; cp text content; echo >> content",
            found: "the content without its last line end", hint: "as it was signed"),
        Case(
            name: "CR LF added",
            script: "$sign -binary -in text -out signature; cp text content; printf '\\r\\n' >> content",
            found: "the content without its last line end", hint: "as it was signed"),
        Case(
            name: "a byte order mark added",
            script: "$sign -binary -in text -out signature; printf '\\357\\273\\277' | cat - text > content",
            found: "the content without its byte order mark", hint: "as it was signed"),
        Case(
            name: "a byte order mark taken off",
            script:
                "printf '\\357\\273\\277' | cat - text > signed; $sign -binary -in signed -out signature; cp text content",
            found: "the content with a byte order mark", hint: "as it was signed"),
        Case(
            name: "UTF-16",
            script: "iconv -t UTF-16LE text > signed; $sign -binary -in signed -out signature; cp text content",
            found: "the content in UTF-16", hint: "UTF-8"),
        Case(
            name: "the digest",
            script:
                "openssl dgst -sha256 -binary text > signed; $sign -binary -in signed -out signature; cp text content",
            found: "the content's sha256 digest", hint: "Sign the document itself"),
        Case(
            name: "the digest in hexadecimal",
            script:
                "sha256sum text | cut -c1-64 | tr -d '\\n' > signed; $sign -binary -in signed -out signature; cp text content",
            found: "the content's sha256 digest", hint: "Sign the document itself"),
        Case(
            name: "base64",
            script: "base64 -w0 text > signed; $sign -binary -in signed -out signature; cp text content",
            found: "the content's base64 text", hint: "Sign the document itself"),
        Case(
            name: "nothing", script: ": > signed; $sign -binary -in signed -out signature; cp text content",
            found: "no content at all", hint: "read nothing"),
        Case(
            name: "curl -d", script: "$sign -binary -in text -out signature; tr -d '\\r\\n' < text > content",
            found: "other content; this one has no line end", hint: "--data-binary"),
        Case(
            name: "something else", script: "$sign -binary -in text -out signature; sed s/1/2/ text > content",
            found: "other content", hint: ""),
    ]

    @Test(arguments: cases)
    func isTold(_ item: Case) throws {
        let fixture = Fixture.shared
        try #require(fixture.ready)
        let directory = Shell.temporaryDirectory()
        let script = """
            exec 2>/dev/null
            for n in $(seq 99); do echo "<a>dòng $n</a>"; done > text
            sign="openssl cms -sign -outform DER -signer \(fixture.directory)/p256.pem -inkey \(fixture.directory)/p256.key"
            \(item.script)
            """
        try #require(Shell.run(script, in: directory))
        let (signature, content) = (Shell.read(directory + "/signature"), Shell.read(directory + "/content"))
        _ = Shell.run("rm -r '\(directory)'", in: "/")
        let verdict = try fixture.verifier().verify(signature: signature, content: content, at: Shell.now)
        let check = try #require(verdict.decisive)
        #expect(verdict.code == .signatureDigestMismatch)
        #expect(check.found == item.found)
        #expect((check.hint?.english ?? "").contains(item.hint) && (check.hint == nil) == item.hint.isEmpty)
        #expect(check.hint.map { !$0.vietnamese.isEmpty } ?? true)
    }
}
