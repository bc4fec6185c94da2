import Testing

/// The daemon and the command line say the same about a code.
@Suite struct ErrorsTests {
    @Test func theDaemonAndTheCommandLineSayTheSame() throws {
        let daemon = try RunningDaemon()
        let url = try #require(daemon.ready.split(separator: "\"").first { $0.hasPrefix("https://") })
        let script = """
            cd '\(daemon.folder.path)'; lgsp='\(try Program.lgsp)'
            for lang in en vi; do
              $lgsp errors --json --lang $lang | grep -v '"code":"\\(scenario\\|replay\\)_' > $lang
              LGSP_LANG=$lang $lgsp errors --json | grep -v '"code":"\\(scenario\\|replay\\)_' | cmp - $lang
              cut -d'"' -f4 $lang | sed 's|.*|url = "\(url)/errors/&"|' > urls
              curl -s --cacert data/certificates/root.pem -H "Accept-Language: $lang-VN;q=0.9, fr" -w '\\n' -K urls > daemon.$lang
              diff daemon.$lang $lang > diff.$lang && echo same
            done
            [ $(wc -l < en) -gt 100 ] && ! cmp -s en vi && echo two languages
            $lgsp errors signature_digest_mismatch --lang vi --json | cmp - <(grep '"signature_digest_mismatch"' vi) && echo one
            $lgsp errors signature_digest_mismatsch 2>&1 | head -1; $lgsp errors --lang fr 2>&1 | head -1
            head -3 diff.en
            """
        let result = try Program.run("/bin/bash", ["-c", script])
        #expect(
            result.output.split(separator: "\n").map(String.init) == [
                "same", "same", "two languages", "one",
                "lgsp: not_found: There is no code signature_digest_mismatsch; did you mean signature_digest_mismatch.",
                "lgsp: usage: --lang is en or vi.",
            ], "\(result.errors)")
    }

    @Test func aBrowserGetsAPage() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            """
            root=${url%/api/v1}; page() { curl -s -D head --cacert $pki/root.pem -H "Accept: $1" -H "Accept-Language: $2" $root/errors/$3 > page; grep -ioE '^(content-type|content-language): .*' head | tr -d '\\r' | sort | tr '\\n' ' '; }
            page text/html vi missing_element; grep -c 'lang="vi"' page; sed -n 's|.*<p>\\(.*\\)</p>.*|\\1|p' page
            page 'text/html, */*' en missing_element; grep -o '<h1>.*</h1>' page; grep -c '<dd>QCVN' page
            page 'application/json' en missing_element; jq -r .title page
            page text/html en '%3Cscript%3E'; jq -r .code page
            # The words for & and < on a page are escaped.
            page text/html en not_well_formed; grep -c 'write &amp; as &amp;amp; and &lt; as &amp;lt;' page
            """)
        #expect(
            lines == [
                "Content-Language: vi Content-Type: text/html; charset=utf-8 1",
                "Thiếu một phần tử bắt buộc hoặc phần tử rỗng.",
                "Content-Language: en Content-Type: text/html; charset=utf-8 <h1><code>missing_element</code></h1>",
                "1",
                "Content-Language: en Content-Type: application/json A required element is missing or empty.",
                "Content-Type: application/problem+json not_found",
                "Content-Language: en Content-Type: text/html; charset=utf-8 1",
            ], "\(lines)")
    }

    /// The codes that the command line's own sources name are all in the table.
    @Test func theCommandLinesOwnCodesAreListed() throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        let script = """
            cat '\(root)'/Sources/lgsp/*.swift | tr -d '\\n' | grep -oE '(Failure|self\\.init)\\( *\\.[a-zA-Z]+, *"[a-z_]+"' | cut -d'"' -f2 | sort -u > said
            '\(try Program.lgsp)' errors | cut -f1 | sort -u > listed; wc -l < said; comm -23 said listed
            """
        let folder = try TemporaryFolder()
        let result = try Program.run("/bin/bash", ["-c", "cd '\(folder.path)'; export LC_ALL=C\n" + script])
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect((lines.first.flatMap { Int($0) } ?? 0) > 10)
        #expect(lines.dropFirst().isEmpty, "not listed: \(lines.dropFirst())")
    }
}
