import Testing

/// Service levels and the directory's tree, through the built executable and curl.
@Suite struct ServiceLevelTests {
    private static func run(_ script: String) throws -> [String] {
        // A Thursday in the morning; the demo PKI is valid then and now.
        let daemon = try RunningDaemon(["--clock", "2021-06-24T08:00"])
        let url = try #require(daemon.ready.split(separator: "\"").first { $0.hasPrefix("https://") })
        let result = try Program.run(
            "/bin/bash",
            [
                "-c",
                """
                set -u; cd '\(daemon.folder.path)'; export LGSP_DATA=data; url=\(url)/api/v1; pki=data/certificates
                lgsp='\(try Program.lgsp)'
                # AGENCY PATH: as this agency, or as admin.
                ask() { who=$pki/agencies/$1; [ $1 = admin ] && who=$pki/admin; shift
                  curl -s --cacert $pki/root.pem --cert $who/certificate.pem --key $who/key.pem "$@"; }
                # FROM NUMBER DAY URGENCY KIND: sends to G22 and H10.13; prints the id, or why not.
                send() { cat > $2.edxml <<END
                <?xml version="1.0" encoding="UTF-8"?>
                <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
                <edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
                <edXML:From><edXML:OrganId>$1</edXML:OrganId></edXML:From><edXML:To><edXML:OrganId>G22</edXML:OrganId></edXML:To>
                <edXML:To><edXML:OrganId>H10.13</edXML:OrganId></edXML:To>
                <edXML:DocumentId>$1,2021,$2</edXML:DocumentId>
                <edXML:Code><edXML:CodeNumber>$2</edXML:CodeNumber><edXML:CodeNotation>TT</edXML:CodeNotation></edXML:Code>
                <edXML:PromulgationInfo><edXML:PromulgationDate>$3</edXML:PromulgationDate></edXML:PromulgationInfo>
                <edXML:DocumentType><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
                <edXML:Subject>Về việc thử mức phục vụ</edXML:Subject>
                <edXML:OtherInfo><edXML:Priority>$4</edXML:Priority></edXML:OtherInfo>
                </edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>
                END
                  a=$pki/agencies/$1
                  s=$(openssl cms -sign -noattr -binary -in $2.edxml -signer $a/certificate.pem -inkey $a/key.pem -outform DER | base64 -w0)
                  ask $1 -H "Lgsp-Signature: $s" -H 'Content-Type: application/edxml+xml' --data-binary @$2.edxml $url/documents | jq -r '.code // .id'; }
                levels() { ask "$@" | jq -c "$figures"; }
                figures='[.rows[] | [.key, (.all | .sending.documents, .sending.same_day, .sending.next_morning, .sending.late, .receiving.deliveries, .receiving.same_day, .receiving.open)]]'
                \(script)
                """,
            ])
        #expect(result.errors.isEmpty)
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test func whatIsSentAndReceivedIsCounted() throws {
        let lines = try Self.run(
            """
            send H10.02 1 2021/06/24 0 > ids; send H10.02 2 2021/06/23 1 >> ids; send H10.02 3 2021/06/21 3 >> ids
            send H10.02 4 2021/06/24 0 >> ids; grep -c -- - ids
            ask G22 "$url/inbox/G22?content=1" > inbox; jq -r '.items[] | select(.kind == "document") | .delivery' inbox > got
            $lgsp confirm $(head -1 got) --json | jq -r .state
            $lgsp confirm $(sed -n 2p got) --outcome fail --reason hỏng --json | jq -r .state
            $lgsp dead-letter retry $(sed -n 2p got) --json > /dev/null
            $lgsp confirm $(sed -n 2,3p got) --json | jq -r .state
            levels admin "$url/service-levels?from=2021-06-01&to=2021-06-30"
            levels admin "$url/service-levels?by=agency&from=2021-06-24"
            levels admin "$url/service-levels?by=agency&tier=central"; levels admin "$url/service-levels?by=agency&agency=000.00.13.H10"
            levels admin "$url/service-levels?to=2021-06-23&from=2021-06-23&by=agency"
            ask admin "$url/service-levels?by=agency&agency=G22" | jq -c '.rows[0] | .urgent.receiving.same_day, [.urgencies[].receiving.same_day], .all.receiving.fetch.measured, .all.receiving.receipt.median_seconds, .all.receiving.same_day_share, .all.sending.same_day_share'
            page=$(ask admin "$url/service-levels?by=agency&limit=2"); echo $page | jq -c '[.rows[].key]'
            ask admin "$url/service-levels?by=agency&limit=2&cursor=$(echo $page | jq -r .cursor)" | jq -c '[[.rows[].key], .cursor]'
            ask admin -D head "$url/service-levels?format=csv&by=agency&limit=1" | tr -d '\\r' | cut -d, -f1,3-7,9-11 | head -2; grep -ic '^lgsp-cursor: [0-9]' head
            $lgsp service-levels --by agency 2> /dev/null | cut -f1-6
            $lgsp service-levels --json | jq -r '[.key, .from, .by] | join(" ")' | head -1
            $lgsp ledger rebuild --json | jq -c .different
            """)
        #expect(
            lines == [
                "4", "done", "fail", "done", "done",
                "[[\"central\",0,0,0,0,4,3,1],[\"province\",4,2,1,1,4,0,4],[\"district\",0,0,0,0,0,0,0],[\"commune\",0,0,0,0,0,0,0]]",
                "[[\"G22\",0,0,0,0,4,3,1],[\"H10.02\",4,2,1,1,0,0,0],[\"H10.13\",0,0,0,0,4,0,4]]",
                "[[\"G22\",0,0,0,0,4,3,1]]", "[[\"H10.13\",0,0,0,0,4,0,4]]", "[]",
                "2", "[1,1,0,1]", "3", "60", "0.75", "null",
                "[\"G22\",\"H10.02\"]", "[[\"H10.13\"],null]",
                "key,urgency,documents,sent_same_day,sent_next_morning,sent_late,sent_in_time_share,deliveries,received_same_day",
                "G22,all,0,0,0,0,,4,3", "1",
                "G22\t0\t–\t–\t4\t75.00 %", "H10.02\t4\t50.00 %\t75.00 %\t0\t–", "H10.13\t0\t–\t–\t4\t0.00 %",
                "central 2021-05-26 tier", "[]",
            ])
    }

    @Test func agenciesSeeTheirOwnAndNonsenseIsRefused() throws {
        let lines = try Self.run(
            """
            send H10.02 1 2021/06/24 0 | grep -c -- -
            levels H10.13 "$url/service-levels"; levels H10.13 "$url/service-levels?by=agency"
            levels H10.13 "$url/service-levels?by=agency&tier=central"; levels H10.31 "$url/service-levels?by=agency"
            ask H10.13 "$url/service-levels?by=agency&agency=G22" | jq -r .code
            t=$($lgsp token add a --hub H10 --json 2> /dev/null | jq -r .token)
            hub() { curl -s --cacert $pki/root.pem -H "Authorization: Bearer $t" "$url/service-levels?$1" | jq -c ".code // $figures"; }
            hub by=agency; hub by=tier; hub "by=agency&agency=G22"
            for q in by=type format=xml tier=nowhere agency=H10.13 "from=2021-06-25&to=2021-06-24" "from=2020-06-23&to=2021-06-24" from=yesterday limit=0 cursor=x; do
              ask admin "$url/service-levels?$q" | jq -r .code; done | sort | uniq -c | tr -s ' '
            ask admin "$url/service-levels?by=agency&agency=H99" | jq -r .code
            ask admin "$url/service-levels?from=2020-06-24&to=2021-06-24" | jq -c '.total.all.sending.documents'
            ask admin "$url/service-levels?from=9999-01-01&to=9999-12-31" | jq -c '.total.all.sending.documents'
            """)
        #expect(
            lines == [
                "1", "[[\"province\",0,0,0,0,1,0,1]]", "[[\"H10.13\",0,0,0,0,1,0,1]]", "[]", "[]", "not_permitted",
                "[[\"H10.02\",1,1,0,0,0,0,0],[\"H10.13\",0,0,0,0,1,0,1]]",
                "[[\"province\",1,1,0,0,1,0,1],[\"district\",0,0,0,0,0,0,0],[\"commune\",0,0,0,0,0,0,0]]",
                "\"not_permitted\"",
                " 9 parameter_invalid", "not_found", "1", "0",
            ])
    }

    @Test func theDirectoryIsATreeWithDetails() throws {
        let lines = try Self.run(
            """
            send H10.02 1 2021/06/24 0 > /dev/null; send H10.02 2 2021/06/24 0 > /dev/null
            $lgsp system add qlvb.example --agency H10.13 --agency H10.31 --secret an-invented-secret > /dev/null 2>&1
            ask admin "$url/agencies?top=1&limit=10000" | jq -c '[(.items | length > 10), (.items | all(.parent == null)), ([.items[].code] | index("H10") != null), .items[0].below]'
            ask admin "$url/agencies?top=1&details=1&limit=500" | jq -c '.items[] | select(.code == "H10") | [.below > 10, .systems]'
            ask admin "$url/agencies?parent=H10&details=1&limit=3" > page; jq -c '[.items[].parent] | unique' page
            ask admin "$url/agencies?parent=H10&details=1&limit=3&cursor=$(jq -r .cursor page)" | jq -c '[(.items | length), .items[0].parent]'
            row='[.mailbox, (.oldest_unfetched_at // "none")[:13], .oldest_unfetched_seconds != null, .systems, .certificate.status, .below]'
            ask admin "$url/agencies/H10.13" | jq -c "$row"; ask H10.13 "$url/inbox/H10.13?content=1" > /dev/null
            for _ in $(seq 50); do [ "$(ask admin $url/agencies/H10.13 | jq -r .oldest_unfetched_at)" = null ] && break; sleep 0.1; done
            ask admin "$url/agencies/H10.13" | jq -c "$row, .system_ids"
            ask admin "$url/agencies?tier=province&details=1&limit=500" | jq -c '[.items[].tier] | unique'
            ask H10.02 "$url/agencies/H10.13" | jq -c '[has("mailbox"), has("oldest_unfetched_at"), has("certificate"), has("system_ids"), .below]'
            ask admin "$url/agencies?details=1&limit=501" | jq -r .code; ask admin "$url/agencies?details=yes" | jq -r .code
            $lgsp system close qlvb.example > /dev/null 2>&1; ask admin "$url/agencies/H10.13" | jq -c .systems
            """)
        #expect(
            lines == [
                "[true,true,true,null]", "[true,0]", "[\"H10\"]", "[3,\"H10\"]",
                "[2,\"2021-06-24T08\",true,1,\"valid\",0]", "[2,\"none\",false,1,\"valid\",0]", "[\"qlvb.example\"]",
                "[\"province\"]", "[false,false,false,false,0]", "parameter_invalid", "parameter_invalid", "0",
            ])
    }
}
