import Glibc
import Testing

/// What an admin of one hub sees and changes, and what not: by curl, as one who wants more would try.
@Suite struct HubAdminTests {
    /// The demo province with a second one beside it: hub H11, with H11 and H11.01.
    private static func run(_ script: String) throws -> [String] {
        let topology = try TemporaryFolder()
        let made = try Program.run(
            "/bin/bash",
            [
                "-c",
                """
                cp Scenarios/binh-phuoc-2021/topology/*.tsv '\(topology.path)' && cd '\(topology.path)'
                printf 'H11\\tnational\\t3\\t0\\tLGSP B\\n' >> hubs.tsv
                printf '%s\\t\\tprovince\\t%s\\tH11\\tactive\\t\\t\\tyes\\t%s\\n' H11 '' 'UBND Bắc' H11.01 H11 'Sở Bắc' >> agencies.tsv
                """,
            ])
        try #require(made.status == 0)
        let daemon = try RunningDaemon(["--topology", topology.path])
        let url = try #require(daemon.ready.split(separator: "\"").first { $0.hasPrefix("https://") })
        let result = try Program.run(
            "/bin/bash",
            [
                "-c",
                """
                set -u; cd '\(daemon.folder.path)'; export LGSP_DATA=data; url=\(url); pki=data/certificates
                lgsp='\(try Program.lgsp)'; echo 'Một văn bản' > d.txt
                ask() { curl -s --cacert $pki/root.pem "$@"; }
                # Numbers of their own: documents of one number count once.
                send() { $lgsp send d.txt "$@" --number $RANDOM$RANDOM --json 2>/dev/null | jq -r .id; }
                own=$(send --from H10.02 --to H10.13 --subject 'Trong tỉnh'); theirs=$(send --from H11 --to H11.01 --subject 'Của họ')
                came=$(send --from H11 --to H10.13 --to H11.01 --subject 'Đến cả hai'); went=$(send --from H10.02 --to H11.01 --to H10.13 --subject 'Đi')
                far=$(send --from G22 --to H11 --subject 'Nơi khác')
                token=$($lgsp token add a --hub H10 --json 2>/dev/null | jq -r .token)
                # METHOD PATH [BODY]: the status, and the code of a problem.
                h() { ask -X "$1" -H "Authorization: Bearer $token" ${3:+-d "$3" -H 'Content-Type: application/json'} -w ' %{http_code}\\n' "$url/api/v1/$2" \
                  | sed -E 's/^.*"code":"([a-z_]+)".* ([0-9]+)$/\\2 \\1/; s/^.* ([0-9]+)$/\\1/' | tail -1; }
                get() { ask -H "Authorization: Bearer $token" "$url/api/v1/$1"; }
                names() { sed "s/$own/own/g; s/$theirs/theirs/g; s/$came/came/g; s/$went/went/g; s/$far/far/g"; }
                \(script)
                """,
            ])
        #expect(result.errors.isEmpty)
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test func documentsOfOthersAreNotThere() throws {
        let lines = try Self.run(
            """
            for d in $own $theirs $came $went $far; do for p in '' /content /trace /explain /receipt /signature; do printf '%s ' "$(h GET documents/$d$p)"; done; echo; done
            get documents/$came | jq -r '[.deliveries[].to.code] | join(" ")'; get documents/$went | jq -r '[.deliveries[].to.code] | sort | join(" ")'
            get documents/$came/trace | grep -c H11.01
            for i in $(seq 100); do [ "$(get 'documents?q=' | jq .behind)" = 0 ] && break; sleep 0.1; done
            for q in '' 'to:H11.01' 'from:H11' '-to:H11.01' 'hai' 'B%E1%BA%AFc' '-B%E1%BA%AFc' 'id:'$theirs 'state:initial' 'to:H11.01+state:initial'; do
              get "documents?q=$q" | jq -r '[.items[].id] | sort | join("\\n")' | names | sort | tr '\\n' ' '; echo "| $q"; done | names
            get documents | jq -r '.items[].id' | names | sort | tr '\\n' ' '; echo; get 'documents?from=H11' | jq -r '.items[].id' | names
            ask -m 3 -H "Authorization: Bearer $token" "$url/api/v1/events?after=0" > heard; grep -c "$theirs\\|$far" heard; grep -c 'event: audited' heard; grep -q "$came" heard && echo heard
            """)
        #expect(
            lines == [
                "200 200 200 200 200 200 ",
                "404 not_found 404 not_found 404 not_found 404 not_found 404 not_found 404 not_found ",
                "200 200 200 200 200 200 ", "200 200 200 200 200 200 ",
                "404 not_found 404 not_found 404 not_found 404 not_found 404 not_found 404 not_found ", "H10.13",
                "H10.13 H11.01", "0", "came own went | ", "went | to:H11.01", "came | from:H11",
                "came own | -to:H11.01", "came | hai", "came went | B%E1%BA%AFc", "own | -B%E1%BA%AFc", " | id:theirs",
                "came own went | state:initial", "went | to:H11.01+state:initial", "came own went ", "came", "0", "0",
                "heard",
            ])
    }

    @Test func nothingOfOthersIsChanged() throws {
        let lines = try Self.run(
            """
            id=$($lgsp inbox H11.01 --json | jq -r .delivery | head -1); $lgsp confirm $id --outcome fail --reason x --json >/dev/null 2>&1
            $lgsp system add qlvb.b --agency H11 --secret an-invented-secret >/dev/null 2>&1
            $lgsp system add qlvb.both --agency H11 --agency H10.02 --secret an-invented-secret >/dev/null 2>&1
            $lgsp fault add H11 --json >/dev/null 2>&1
            $lgsp webhook add http://127.0.0.1:9/x --agency H11 --json >hook 2>/dev/null
            h GET inbox/H11; h POST inbox/H11.01/confirm "{\\"deliveries\\":[\\"$id\\"]}"; h POST documents/$theirs/recall '{"reason":"x"}'
            h POST documents/$came/recall '{"reason":"x"}'; h POST documents/$came/statuses '{"code":"03","agency":"H11.01"}'
            h POST dead-letters/$id/retry '{}'; get dead-letters | jq '.items | length'
            h POST faults '{"hub":"H11"}'; h POST faults '{"hub":"national"}'; h DELETE faults/H11; get faults | jq '.items | length'
            h POST systems '{"id":"qlvb.b","agencies":["H10.02"]}'; h POST systems '{"id":"new","secret":"an-invented-secret","agencies":["H11"]}'
            h POST systems '{"id":"new","secret":"an-invented-secret","agencies":["H10.02","H11"]}'; h POST systems '{"id":"qlvb.both","policy":"advisory"}'
            h POST systems/qlvb.b/rotate '{}'; h POST systems/qlvb.both/close; get systems | jq '.items | length'
            h POST webhooks '{"url":"http://127.0.0.1:9/y","agency":"H11"}'; h POST webhooks '{"url":"http://127.0.0.1:9/y","system":"qlvb.both"}'
            h DELETE webhooks/$(jq -r .id hook); h GET webhooks/$(jq -r .id hook); h POST webhooks/$(jq -r .id hook)/test; get webhooks | jq '.items | length'
            h POST agencies/H11.01/test '{"test":true}'; h POST agencies/H11.01/close '{}'; h POST agencies/H10.13/close '{"successor":"H11"}'
            h POST agencies/H11/merge '{"agencies":["H10.13"]}'; h POST agencies/H10.02/merge '{"agencies":["H11.01"]}'
            pem=$(jq -Rs . $pki/agencies/H10.13/certificate.pem)
            ask -H "Authorization: Bearer $token" -o /dev/null -w '%{http_code}\\n' --data-binary @$pki/agencies/H10.13/certificate.pem -H 'Content-Type: application/x-pem-file' $url/api/v1/agencies/H11/certificates
            h POST certificates "{\\"agencies\\":[\\"H10.02\\",\\"H11\\"],\\"certificates\\":[$pem,$pem]}"
            h POST paper-documents '{"issuer":"H11","recipients":["H11.01"],"number":"1","notation":"x","promulgation_date":"2026-01-01","type":"Công văn"}'
            $lgsp send d.txt --from H11 --to H11.01 --json --server $url --identity $pki/agencies/H10.02 --roots $pki/root.pem 2>&1 | grep -o caller_not_sender | head -1
            """)
        #expect(
            lines == [
                "404 not_found", "404 not_found", "404 not_found", "403 not_permitted", "403 not_permitted",
                "404 not_found", "0", "403 hub_scope", "403 hub_scope", "403 hub_scope", "0", "403 hub_scope",
                "403 hub_scope", "403 hub_scope", "403 hub_scope", "404 not_found", "404 not_found", "0",
                "403 not_permitted", "403 not_permitted", "404 not_found", "404 not_found", "404 not_found", "0",
                "403 hub_scope", "403 hub_scope", "403 hub_scope", "403 hub_scope", "403 hub_scope", "403",
                "403 hub_scope", "403 caller_not_sender", "caller_not_sender",
            ])
    }

    /// What became another's by the whole bus's admin stays that, and rights of others stay theirs.
    @Test func whatIsAnothersByNowStaysThat() throws {
        let lines = try Self.run(
            """
            id=$(send --from H10.02 --to H10.05 --subject 'Của cơ quan đóng'); $lgsp agency close H10.05 --successor H11 --json >/dev/null 2>&1
            h POST agencies/H10.05/close '{"successor":"H10.13"}'
            $lgsp token add other --role admin --certificate $pki/agencies/H10.99/certificate.pem --json >/dev/null 2>&1
            bind() { ask -X POST -H "Authorization: Bearer $token" --data-binary @$1 -o answer -w '%{http_code} ' $url/api/v1/agencies/H10.13/certificates; jq -r '.code // "bound"' answer; }
            bind $pki/admin/certificate.pem; bind $pki/agencies/H11/certificate.pem; bind $pki/agencies/H10.02/certificate.pem
            closed=$(send --from H11.01 --to H10.13 --subject 'Trước khi đóng'); $lgsp agency close H11.01 --successor H10.14 --json >/dev/null 2>&1
            for i in $(seq 100); do [ "$(get 'documents?q=' | jq .behind)" = 0 ] && break; sleep 0.1; done
            get 'documents?q=from:H11.01' | jq -r '[.items[].id] | join(" ")' | sed "s/$closed/closed/"
            $lgsp fault add H10 >/dev/null 2>&1; held=$(send --from H11 --to H10.13 --subject 'Bị giữ'); h GET documents/$held/content
            $lgsp withdraw $held --reason x >/dev/null 2>&1; h GET documents/$held/content; h GET documents/$held/parts
            get documents/$held/explain | jq -r '[.stages[] | select(.stage == "signature")] | length'
            """)
        #expect(
            lines == [
                "403 hub_scope", "403 not_permitted", "403 not_permitted", "201 bound", "closed", "200",
                "410 document_withdrawn", "410 document_withdrawn", "0",
            ], "\(lines)")
    }

    @Test func theWholeBusIsOutOfReachAndItsOwnIsNot() throws {
        let lines = try Self.run(
            """
            for call in 'GET statistics' 'GET statistics/pairs' 'GET tokens' 'POST tokens {"name":"b"}' 'DELETE tokens/a' 'POST console/links {"role":"admin"}' 'GET audit' \\
              'POST rules {"name":"r","from":"*","to":"*","effect":"deny","reason":"x"}' 'DELETE rules/r' 'PUT deadlines/0 {"receipt":"none"}' 'PUT calendar/2026-01-01 {"kind":"holiday"}' \\
              'POST ledger/verify' 'POST ledger/rebuild' 'POST ledger/backup {"path":"/tmp/x"}'; do set -- $call; h $1 $2 "${3:-}"; done | sort | uniq -c | sed 's/^ *//'
            ask -H "Authorization: Bearer $token" -o /dev/null -w '%{http_code}\\n' $url/metrics
            h POST faults '{"hub":"H10","reason":"own"}'; get faults | jq -r '.items[].hub'; h DELETE faults/H10
            h POST systems '{"id":"qlvb.a","secret":"an-invented-secret","agencies":["H10.02"]}'; get systems | jq -r '.items[].id'; h POST systems/qlvb.a/close
            h PUT agencies/H10.13/email '{"email":"a@b.vn"}'; h PUT agencies/H11.01/email '{"email":"a@b.vn"}'; h POST alerts/mail-test '{"to":"a@b.vn"}'
            h POST agencies/H10.13/test '{"test":true}'; h POST agencies/H10.13/test '{"test":false}'; h GET inbox/H10.13
            get ratio | jq -c '[.E, .EP, .P]'; get 'ratio?by=agency' | jq -c '[.rows[].key]'; get 'ratio?by=day' | jq -c '[.rows[].E]'
            get traffic | jq -c '[.scope, [.hubs[].code], .documents, .backlog]'; get refusals | jq -c '[.items, .by_code]'
            h GET alerts; h GET agencies; h GET rules; h GET deadlines; h GET 'routes?from=H10.02&to=H11'
            $lgsp audit --json | jq -r 'select(.outcome == "done" and (.actor | contains("hub H10"))) | .operation' | sort -u | tr '\\n' ' '; echo
            $lgsp token list --json | jq -c '[.name, .role, .hub]'
            auditor=$($lgsp token add e --role auditor --hub H10 --json 2>/dev/null | jq -r .token); token=$auditor
            h GET traffic; h GET documents/$theirs; h POST faults '{"hub":"H10"}'
            $lgsp token add x --hub nowhere --json 2>&1 | grep -o not_found | head -1; $lgsp token add x --role agency --agency H10.02 --hub H10 --json 2>&1 | grep -o bad_request | head -1
            """)
        #expect(
            lines == [
                "14 403 hub_scope", "403", "201", "H10", "200", "201", "qlvb.a", "200", "200", "403 hub_scope",
                "403 hub_scope", "200", "200", "200", "[3,0,0]",
                "[\"H10.02\"]", "[3]", "[\"H10\",[\"H10\"],null,null]", "[[],{}]", "200", "200",
                "200", "200", "200", "addFault addSystem clearFault closeSystem markTest nameEmail ",
                "[\"a\",\"admin\",\"H10\"]",
                "200",
                "404 not_found", "403 auditor_reads_only", "not_found", "bad_request",
            ])
    }

    @Test func pagesShowWhatTheRightsReach() throws {
        let lines = try Self.run(
            """
            code() { ask -b jar -o /dev/null -w '%{http_code}\\n' "$@"; }
            ask -c jar -o /dev/null -d "token=$token" $url/console/sign-in
            for p in '' /documents /routes /systems /webhooks /operations /dead-letters /ratio /agencies /documents/$own; do code $url/console$p; done | sort -u
            code $url/console/documents/$theirs; code $url/console/documents/$theirs/content; code $url/console/audit
            ask -b jar $url/console | grep -c 'Của họ\\|Nơi khác\\|hub\\.H11'; ask -b jar $url/console/documents | grep -c 'Của họ\\|Nơi khác'
            ask -b jar $url/console | grep -o 'data-live="hub.H10.state"' | sort -u
            key=$(ask -b jar $url/console | grep -o 'name="key" value="[0-9a-f]*"' | head -1 | cut -d'"' -f4)
            code -d "key=$key&hub=H11" $url/console/do/stop-hub; code -d "key=$key&hub=H10" $url/console/do/stop-hub
            ask -b jar -N -m 3 $url/console/live > live; grep -c '^data: ' live | sed 's/[2-9]/some/'; grep -c 'hub.H11' live; grep -o '"hub.H10.state":"stopped"' live | sort -u
            # A certificate that is such a grant, until it is taken back.
            openssl req -newkey rsa:2048 -nodes -keyout key.pem -subj '/CN=x' -out csr.pem 2>/dev/null
            pem=$($lgsp pki issue H10.77 --csr csr.pem --certificates $pki --json 2>/dev/null | jq -r .file)
            me="--cert $pem --key key.pem"
            ask $me -o /dev/null -w '%{http_code}\\n' $url/api/v1/traffic
            $lgsp token add b --hub H10 --certificate $pem --json 2>/dev/null | jq -c 'keys'
            ask $me $url/api/v1/traffic | jq -r .scope; ask $me -o /dev/null -w '%{http_code}\\n' $url/api/v1/documents/$theirs
            ask $me $url/console | grep -c 'certificate b, hub H10'
            $lgsp token add c --certificate $pem --json 2>&1 | grep -o bad_request | head -1
            $lgsp token remove b --json >/dev/null; ask $me -o /dev/null -w '%{http_code}\\n' $url/api/v1/traffic
            """)
        #expect(
            lines == [
                "200", "404", "404", "403", "0", "0", "data-live=\"hub.H10.state\"", "403", "303", "some", "0",
                "\"hub.H10.state\":\"stopped\"", "403", "[\"hub\",\"key\",\"name\",\"role\"]", "H10", "404", "1",
                "bad_request",
                "403",
            ])
    }
}
