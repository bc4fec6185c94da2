import Testing

/// Who comes into the console and who does not, and what others' pages and text can do to it: by curl, as an attacker
/// would. A browser looks at it in `make test-console`.
@Suite struct ConsoleTests {
    private static func run(_ script: String) throws -> [String] {
        let daemon = try RunningDaemon()
        let url = try #require(daemon.ready.split(separator: "\"").first { $0.hasPrefix("https://") })
        let result = try Program.run(
            "/bin/bash",
            [
                "-c",
                """
                set -u; cd '\(daemon.folder.path)'; export LGSP_DATA=data; url=\(url); pki=data/certificates
                lgsp='\(try Program.lgsp)'; echo 'Một văn bản' > d.txt
                ask() { curl -s --cacert $pki/root.pem "$@"; }
                code() { ask -o /dev/null -w '%{http_code}\\n' "$@"; }
                # FILE LINK: signs in with a link and keeps the cookie in FILE.
                enter() { ask -c $1 -o /dev/null -d "link=${2#*link=}" $url/console/sign-in; }
                key() { ask -b $1 $url/console | grep -o 'name="key" value="[0-9a-f]*"' | head -1 | cut -d'"' -f4; }
                link() { $lgsp console link "$@" --json | jq -r .url; }
                \(script)
                """,
            ])
        #expect(result.errors.isEmpty)
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test func strangersSeeTheSignInPageAndNothingElse() throws {
        let lines = try Self.run(
            """
            for p in console console/documents console/agencies/H10.13 console/nowhere console/live console/ratio.csv; do
              ask -w ' %{http_code}' $url/$p | grep -o 'id="token"\\|[0-9]*$' | tr '\\n' ' '; echo; done
            code $url/console/style.css; code $url/console/script.js; code $url/console/app.webmanifest
            ask -o /dev/null -w '%{http_code} %{redirect_url}\\n' $url/ | sed "s#$url##"
            code $url/api/v1/statistics; code $url/console/../api/v1/statistics --path-as-is
            code -d 'token=nothing' $url/console/sign-in; code -d 'link=' $url/console/sign-in; code -d 'hub=H10' $url/console/do/stop-hub
            code -b '__Host-lgsp=0000' $url/console/documents
            code -b "__Host-lgsp=$(printf '0%.0s' $(seq 64))" $url/console
            ask -D- -o /dev/null $url/console | tr -d '\\r' | grep -ciE "^content-security-policy: default-src 'none'|^x-content-type-options: nosniff|^cache-control: no-store"
            """)
        #expect(
            lines == Array(repeating: "id=\"token\" 401 ", count: 4) + ["id=\"token\" 401 ", "id=\"token\" 401 "]
                + ["200", "200", "200", "303 /console", "401", "401", "403", "403", "401", "401", "401", "3"])
    }

    @Test func aLinkWorksOnceAndASessionEnds() throws {
        let lines = try Self.run(
            """
            l=$(link); code "$l"; code "$l"
            ask -D- -c jar -o /dev/null -d "link=${l#*link=}" $url/console/sign-in | tr -d '\\r' | grep -i '^set-cookie' | sed 's/=[0-9a-f]*;/=;/'
            code -d "link=${l#*link=}" $url/console/sign-in
            code -b jar $url/console
            grep -c "${l#*link=}" data/*.json data/*.sqlite 2>/dev/null | grep -cv ':0'
            code -b jar $url/api/v1/statistics
            k=$(key jar); ask -b jar -o /dev/null -w '%{http_code}\\n' -d "key=$k" $url/console/sign-out; code -b jar $url/console
            """)
        #expect(
            lines == [
                "200", "200", "Set-Cookie: __Host-lgsp=; Path=/; Secure; HttpOnly; SameSite=Strict", "403", "200", "0",
                "401", "303", "401",
            ])
    }

    @Test func noOtherSiteChangesAnything() throws {
        let lines = try Self.run(
            """
            enter jar "$(link)"; k=$(key jar); enter other "$(link)"
            post() { code -b jar "$@" $url/console/do/stop-hub; }
            post -d 'hub=H10'; post -d 'hub=H10&key='; post -d "hub=H10&key=$(key other)"
            post -d "hub=H10&key=$k" -H 'Origin: https://elsewhere.example'; post -d "hub=H10&key=$k" -H 'Sec-Fetch-Site: cross-site'
            post -d "hub=H10&key=$k" -H 'Origin: null'
            admin="--cert $pki/admin/certificate.pem --key $pki/admin/key.pem"
            code $admin -d '{"hub":"H10"}' -H 'Content-Type: text/plain' -H 'Origin: https://elsewhere.example' $url/api/v1/faults
            code $admin -d '{"hub":"H10"}' -H 'Content-Type: text/plain' -H 'Sec-Fetch-Site: same-site' $url/api/v1/faults
            code $admin -d 'hub=H10' $url/console/do/stop-hub
            code $admin -d '{"hub":"H10","seconds":null}' -H 'Content-Type: application/json' $url/api/v1/faults
            code -d 'link=x' -H 'Sec-Fetch-Site: cross-site' $url/console/sign-in
            $lgsp fault list --json | wc -l
            post -d "hub=H10&key=$k" -H "Origin: $url"; $lgsp fault list --json | jq -r .hub
            """)
        #expect(
            lines == [
                "403", "403", "403", "403", "403", "403", "403", "403", "403", "400", "403", "0", "303", "H10",
            ])
    }

    @Test func agenciesSeeTheirOwnAndAuditorsChangeNothing() throws {
        let lines = try Self.run(
            """
            id=$($lgsp send d.txt --from H10.02 --to G22 --subject 'Của Sở' --json | jq -r .id)
            enter mine "$(link --role agency --agency H10.02)"; enter theirs "$(link --role agency --agency H10.13)"
            code -b mine $url/console/documents/$id; code -b mine $url/console/documents/$id/content
            code -b theirs $url/console/documents/$id; code -b theirs $url/console/documents/$id/content
            ask -b theirs $url/console/documents | grep -c 'Của Sở'; ask -b theirs "$url/console/documents?q=from:H10.02" | grep -c 'Của Sở'
            for p in ratio systems operations ratio.csv; do code -b theirs $url/console/$p; done
            ask -b theirs $url/console/live -m 3 -o /dev/null -w '%{http_code}\\n'
            k=$(key theirs); code -b theirs -d "key=$k&hub=H10" $url/console/do/stop-hub
            code -b theirs -d "key=$k&id=$id&reason=x" $url/console/do/recall
            t=$($lgsp token add audit --role auditor --json 2>/dev/null | jq -r .token)
            ask -c audit -o /dev/null -d "token=$t" $url/console/sign-in; code -b audit $url/console/operations
            k=$(key audit); code -b audit -d "key=$k&hub=H10" $url/console/do/stop-hub
            bearer() { code -H "Authorization: Bearer $t" "$@"; }
            bearer $url/api/v1/statistics; bearer $url/metrics; bearer -d '{"hub":"H10"}' $url/api/v1/faults
            bearer -d '{"name":"more"}' $url/api/v1/tokens
            grep -c "$t" data/access-tokens.json; stat -c %a data/access-tokens.json
            $lgsp token remove audit --json | jq -r .name; bearer $url/api/v1/statistics
            """)
        #expect(
            lines == [
                "200", "200", "404", "404", "0", "0", "200", "404", "404", "200", "204", "403", "404", "200", "403",
                "200", "200", "403", "403", "0", "600", "audit", "401",
            ])
    }

    @Test func everyChangeIsKeptWithWhoAskedForIt() throws {
        let lines = try Self.run(
            """
            enter jar "$(link)"; k=$(key jar)
            code -b jar -d "key=$k&hub=H10&minutes=5&reason=B" $url/console/do/stop-hub
            $lgsp system add qlvb.example --agency H10.31 --secret an-invented-secret >/dev/null 2>&1
            $lgsp fault add nowhere >/dev/null 2>&1; $lgsp send d.txt --from H10.02 --to G22 >/dev/null 2>&1
            $lgsp audit --json | jq -r '[.actor, .operation, .target, .outcome, .code] | join("|")'
            $lgsp audit --json | jq -r '.detail' | grep -c 'hub=H10, seconds=300, reason=B'; $lgsp audit --json | grep -c an-invented
            ask -b jar $url/console/audit | grep -c 'addSystem'
            """)
        #expect(
            lines == [
                "303", "admin certificate|addFault||refused|not_found", "admin certificate|addSystem||done|",
                "link of admin|addFault||done|",
                "admin certificate|addConsoleLink||done|", "1", "0", "1",
            ])
    }

    @Test func anAdminChangesSystemsAndSeesASecretOnce() throws {
        let lines = try Self.run(
            """
            enter jar "$(link)"; k=$(key jar); page=$url/console/systems
            code -b jar -d "key=$k&system=qlvb.example" --data-urlencode "agencies=H10.31, H10.32" -d 'policy=advisory&quota_documents=7&registrations=5' $url/console/do/save-system
            ask -b jar -d "key=$k&system=other.example&agencies=H10.33" $url/console/do/save-system | grep -o '<pre[^>]*>[^<]*' | cut -d'>' -f2 > secret; wc -c < secret
            ask -b jar $page/other.example | grep -c "$(cat secret)"; grep -c "$(cat secret)" data/ledger.sqlite
            $lgsp system list --json | jq -r '[.id, (.agencies | join("+")), .policy, .quota_documents, .registrations, .test, .secret_age_days] | map(tostring) | join(" ")'
            code -b jar -d "key=$k&system=qlvb.example&agencies=H10.31&policy=required&test=on" $url/console/do/save-system
            ask -b jar -d "key=$k&system=qlvb.example&hours=2" $url/console/do/rotate-system | grep -c '<pre'
            $lgsp system list --json | jq -r 'select(.id == "qlvb.example") | [.policy, .quota_documents, .registrations, .test, (.old_secret_until != null)] | map(tostring) | join(" ")'
            code -b jar -d "key=$k&system=qlvb.example&hours=-1" $url/console/do/rotate-system
            code -b jar -d "system=qlvb.example&hours=1" $url/console/do/rotate-system
            code -b jar -d "key=$k&system=qlvb.example" $url/console/do/save-system; code -b jar -d "key=$k&system=x&agencies=nowhere" $url/console/do/save-system
            code -b jar $page/nothing; ask -b jar $page/qlvb.example | grep -c 'name="quota_documents"'
            t=$($lgsp token add reader --role auditor --json | jq -r .token); ask -c audit -o /dev/null -d "token=$t" $url/console/sign-in; a=$(key audit)
            ask -b audit $page/qlvb.example | grep -c 'do/'; code -b audit -d "key=$a&system=qlvb.example&hours=1" $url/console/do/rotate-system
            $lgsp audit --json | jq -r .operation | sort | uniq -c | sed 's/^ *//'; $lgsp audit --json | grep -c "$(cat secret)"
            """)
        #expect(
            lines == [
                "200", "45", "0", "0", "qlvb.example H10.31+H10.32 advisory 7 5 false 0",
                "other.example H10.33 required null 0 false 0", "303", "1", "required null 0 true true",
                "400", "403", "400", "404", "404", "1", "0", "403", "1 addConsoleLink", "4 addSystem", "1 addToken",
                "2 rotateSecret", "0",
            ], "\(lines)")
    }

    @Test func aDocumentsPageLeadsToItsPartsItsTextAndItsReceipt() throws {
        let lines = try Self.run(
            """
            id=$($lgsp send d.txt --from H10.02 --to G22 --to H10.13 --subject 'Có </pre> phụ lục' --json | jq -r .id)
            enter jar "$(link)"; page=$url/console/documents/$id
            ask -b jar $page | grep -oE 'd.txt|/xml"|/receipt"|[0-9]*/[0-9]* phép kiểm' | sort -u
            ask -b jar "$page?to=G01" | grep -o 'văn bản không gửi đến G01' | head -1; ask -b jar "$page?to=G22" | grep -c '/console/agencies/H10.13'
            ask -b jar $page/xml | grep -o 'lt;edXML:Subject&gt;Có &amp;lt;/pre' ; ask -b jar $page/xml | grep -c '</pre>'
            ask -b jar $page/receipt | grep -o '<dt>[a-z_]*' | cut -c5- | tr '\n' ' '; echo
            $lgsp explain $id --to G01 --json | jq -r '.stages[-1] | [.state, .detail] | join(": ")'
            $lgsp explain $id --to G22 --json | jq -r '[.stages[] | select(.stage == "delivery") | .detail[0:3]] | join(" ")'
            enter other "$(link --agency H10.13)"; code -b other $page; code -b other $page/xml; code -b other $page/receipt
            ask -b other "$page?to=G22" | grep -o 'không gửi đến G22' | head -1
            enter third "$(link --agency G01)"; code -b third $page; code -b third $page/xml; code -b third $page/receipt
            printf '<a/>' > bad.xml; r=$($lgsp send bad.xml 2>&1 | grep -o 'explain [0-9a-f-]*' | cut -d' ' -f2)
            ask -b jar $url/console/refusals | grep -c "documents/$r"; ask -b jar $url/console/documents/$r | grep -c 'class="problem"'
            """)
        #expect(
            lines == [
                "/receipt\"", "/xml\"", "17/17 phép kiểm", "d.txt", "văn bản không gửi đến G01", "1",
                "lt;edXML:Subject&gt;Có &amp;lt;/pre", "3",
                "at batch index count first_fact leaf root previous checkpoint key ",
                "not_addressed: it is not addressed to G01", "G22", "200", "200", "200", "không gửi đến G22", "404",
                "404", "404", "1", "1",
            ], "\(lines)")
    }

    /// Forms are judged before anybody's rights are: whatever is typed, the daemon answers, and nothing is guessed.
    @Test func whatIsTypedIsANumberOrNothingIsDone() throws {
        let lines = try Self.run(
            """
            enter jar "$(link --agency H10.13)"; k=$(key jar)
            for m in 9223372036854775807 -1 1e1 0 99999999999999999999; do code -b jar -d "key=$k&hub=H10&minutes=$m" $url/console/do/stop-hub; done
            code -b jar -d "key=$k&hub=H10&minutes=5" $url/console/do/stop-hub
            enter admin "$(link)"; k=$(key admin)
            for q in 1e3 -5 9223372036854775808; do code -b admin -d "key=$k&system=s.example&agencies=H10.31&quota_bytes=$q" $url/console/do/save-system; done
            $lgsp fault list --json | wc -l; $lgsp system list --json | wc -l
            for d in stop-hub start-hub save-system rotate-system close-system retry-webhook retry-dead-letter return-dead-letter recall; do
              ask -b admin -o /dev/null -w '%{http_code} ' -d "key=$k" $url/console/do/$d; done; echo
            """)
        #expect(
            lines == [
                "400", "400", "400", "400", "400", "403", "400", "400", "400", "0", "0",
                "400 400 400 400 400 400 400 400 400 ",
            ], "\(lines)")
    }

    @Test func aSessionEndsWithItsTokenAndNobodyEndsOthers() throws {
        let lines = try Self.run(
            """
            t=$($lgsp token add tmp --role admin --json | jq -r .token); ask -c one -o /dev/null -d "link=&token=$t" $url/console/sign-in; code -b one $url/console/systems
            a=$($lgsp token add many --agency H10.13 --json | jq -r .token)
            for i in $(seq 30); do ask -c many.$i -o /dev/null -d "token=$a" $url/console/sign-in; done
            code -b many.1 $url/console; code -b many.30 $url/console; code -b one $url/console/systems
            $lgsp token remove tmp --json | jq -r .name; code -b one $url/console/systems; code -b many.30 $url/console
            """)
        #expect(lines == ["200", "401", "200", "200", "tmp", "401", "200"], "\(lines)")
    }

    @Test func textOfOthersStaysText() throws {
        let lines = try Self.run(
            """
            evil='<script>alert(1)</script>"><img src=x onerror=alert(2)>'
            id=$($lgsp send d.txt --from H10.02 --to G22 --subject "$evil" --json | jq -r .id)
            enter jar "$(link)"
            for p in console console/documents console/documents/$id; do ask -b jar $url/$p | grep -c '<script>alert\\|<img'; done
            ask -b jar -G --data-urlencode "from=$evil" --data-urlencode "to=$evil" $url/console/routes | grep -c '<script>alert\\|<img'
            ask -b jar -G --data-urlencode "by=$evil" --data-urlencode "from=$evil" $url/console/ratio | grep -c '<script>alert\\|<img'
            code -b jar "$url/console/documents/$id%0d%0aX-Evil:%201/content"
            ask -b jar -D- -o file $url/console/documents/$id/content | tr -d '\\r' | grep -i '^content-disposition\\|^content-type'
            code -b jar --path-as-is "$url/console/../../etc/passwd"; code -b jar "$url/console/%2e%2e%2fstyle.css"
            """)
        #expect(lines.prefix(5) == ["0", "0", "0", "0", "0"])
        #expect(lines.count == 10)
        #expect(lines[5] == "404")
        #expect(lines[6] == "Content-Type: application/octet-stream")
        #expect(lines[7].hasPrefix("Content-Disposition: attachment; filename=\""))
        #expect(lines[8...] == ["404", "404"])
    }
}
