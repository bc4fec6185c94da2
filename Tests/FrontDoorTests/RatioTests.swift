import Testing

/// The ratio through the front door, with the way from its figures down to the documents.
@Suite struct RatioTests {
    private static let words = """
        get() { call admin -G "$@"; }
        send() { document $1 $2 $3 "$4" > d.xml; post agencies/$1 d.xml "$(sign d.xml agencies/$1)"; }
        paper() { call agencies/$1 -o /dev/null -w '%{http_code}\\n' --data '{"issuer":"'$1'","recipients":["'$2'"],"number":"'$3'","notation":"TT","promulgation_date":"2021/06/24","type":"'"$4"'"}' $url/paper-documents; }
        indexed() { for _ in $(seq 200); do [ "$(get "$url/documents?q=" | jq .behind)" = 0 ] && return; sleep 0.05; done; echo 'behind'; }

        """

    @Test func theTargetAndTheDocumentsBehindTheFigures() throws {
        let lines = try curl(
            RunningDaemon(["--ratio-target", "80"]),
            Self.words + """
                send H10.02 G22 1 Một; send H10.02 G22 2 Hai; send H10.03 G22 3 Ba
                paper H10.03 G22 7 'Công văn'; paper H10.03 H10.02 8 'Quyết định'; paper H10.02 G22 9 'Công văn'
                row='[.key // "all", .E, .EP, .P, .missing, .exchanged] | map(tostring) | join(" ")'
                get $url/ratio | jq -r '.target, ('"$row"')'
                get "$url/ratio?by=agency&order=missing" | jq -r '(.rows[] | '"$row"'), .rows[0].name, .cursor'
                get "$url/ratio?by=agency&limit=1" | jq -r '(.rows[] | .key), .cursor'
                get "$url/ratio?by=agency&limit=1&cursor=1" | jq -r '(.rows[] | .key), .cursor'
                get "$url/ratio?by=type&order=latest" | jq -r '.rows[] | '"$row"
                get "$url/ratio?by=day" | jq -r '.rows | length'; get "$url/ratio?order=best" | jq -r .code
                for f in issuer=H10.03 tier=province tier=commune 'type=Quyết định' from=2038-01-01 to=2020-01-01 'issuer=H10.03&limit=1'; do
                  get -G "$url/paper-documents" $(printf '%s' "$f" | sed 's/ /%20/' | tr '&' '\\n' | sed 's/^/-d /') | jq -r '([.items[].number] | join(" ")) + " " + (.cursor != null | tostring)'; done
                get "$url/paper-documents?tier=nowhere" | jq -r .code; call agencies/H10.02 -G $url/paper-documents | jq -r '[.items[].number] | join(" ")'
                indexed; page() { curl -s --cacert $pki/root.pem --cert $pki/$1/certificate.pem --key $pki/$1/key.pem "${url%/api/v1}$2"; }
                page admin /console/ratio?by=agency | grep -o 'href="/console/[dp][^"]*H10.0[23][^"]*">[0-9]*' | sort | sed 's/&amp;/\\&/g'
                page admin "$(page admin /console/ratio?by=agency | grep -o '/console/documents[^"]*H10.02[^"]*' | head -1)" | grep -c 'href="/console/documents/'
                page admin '/console/paper?issuer=H10.03' | grep -o '[78]/TT'
                page admin '/console/ratio?by=agency&format=json' | jq -r '.[0].request, .[0].answer.E'
                """)
        #expect(
            lines == [
                "201", "201", "201", "201", "201", "201", "0.8", "all 3 0 3 2 0.5",
                "H10.03 1 0 2 2 0.3333333333333333", "H10.02 2 0 1 1 0.6666666666666666",
                "Sở Giáo dục và Đào tạo tỉnh Bình Phước", "null", "H10.02", "1", "H10.03", "null",
                "Quyết định 0 0 1 1 0", "Công văn 3 0 2 1 0.6", "1", "parameter_invalid", "8 7 false", "9 8 7 false",
                "false", "8 false", "false", "false", "8 true", "not_found", "9",
                "href=\"/console/documents?q=from%3AH10.02%20channel%3AE\">2",
                "href=\"/console/documents?q=from%3AH10.03%20channel%3AE\">1",
                "href=\"/console/paper?issuer=H10.02\">1", "href=\"/console/paper?issuer=H10.03\">2", "2", "8/TT",
                "7/TT", "/api/v1/ratio?by=agency&order=key&limit=100", "3",
            ], "\(lines)")
    }
}
