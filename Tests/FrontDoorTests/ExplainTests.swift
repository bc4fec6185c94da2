import Testing

/// Why a document was refused, and why one is where it is, asked at the door.
@Suite struct ExplainTests {
    /// `refusal` is the id in the last answer, `explain WHO ID` the stages as `stage=result,code`.
    private static let prelude = """
        refusal() { jq -r '.refusal' answer; }
        explain() { call $1 -o explained -w '%{http_code} ' $url/documents/$2/explain; jq -r '[.result, .code // .title, ((.stages // [])[] | .stage + "=" + .result + (if .code then "," + .code else "" end))] | join(" ")' explained; }

        """

    /// Lines with single spaces between their words.
    private static func words(_ lines: [String]) -> [String] {
        lines.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    @Test func aRefusalIsExplainedToTheRefusedAndToAdminsOnly() throws {
        let daemon = try RunningDaemon()
        let lgsp = try Program.lgsp
        let lines = try curl(
            daemon,
            Self.prelude + """
                document H10.02 G22 1 > a.edxml; post $A a.edxml "$(sign a.edxml $B)" | head -1
                id=$(refusal); jq -r '(.trace_id | length), (.checks[] | select(.result == "failed") | .name)' answer
                explain $A $id; explain admin $id | cut -d' ' -f1; explain $B $id; explain $A ${id%????????????}000000000000 | cut -d' ' -f1
                call $A $url/documents/$id/explain > e
                jq -r '.stages[] | select(.stage == "signature") | [.form, (.nanoseconds > 0), .certificate.subject[0:6], (.certificate.fingerprint | length), (.checks | length)] | @tsv' e
                jq -r '.stages[] | select(.stage == "binding") | [.expected, .clause, (.hint | length > 10)] | @tsv' e
                jq -r '.trace_id' e | cmp - <(jq -r .trace_id answer) && echo the same trace
                call $A -H 'Accept-Language: vi' $url/documents/$id/explain | jq -r .title
                '\(lgsp)' explain $id --as H10.02 --data data 2>/dev/null | grep -E '^binding' | cut -f1,2,4
                '\(lgsp)' explain $id --as G22 --data data 2>&1 | grep -o not_found; '\(lgsp)' explain $id --data data --json | jq -r .result
                sed 's/2021.06.24/hôm qua/; s/<edXML:Subject>.*Subject>//' a.edxml > b.edxml; post $A b.edxml | head -1; explain $A $(refusal)
                jq -r '[.faults[] | select(.severity == "error") | "\\(.line):\\(.column) \\(.code)"] | join(" ")' explained
                document H10.02 H99 3 > c.edxml; post $A c.edxml "$(sign c.edxml $A)" | head -1; explain $A $(refusal)
                jq -r '.stages[] | select(.stage == "admission") | .found' explained
                id=$('\(lgsp)' send c.edxml --data data 2>&1 | grep -o 'lgsp explain [0-9a-f-]*'); '\(lgsp)' ${id#lgsp } --data data --json | jq -r .code
                post $A a.edxml '???' | head -1; explain $A $(refusal) | cut -d' ' -f1-4
                """)
        #expect(
            Self.words(lines) == [
                #"403 "code":"signer_not_bound""#, "32", "binding",
                "200 refused signer_not_bound read=passed structure=warned sender=passed secrecy=passed signature=passed"
                    + " binding=failed,signer_not_bound admission=not_reached",
                "200", "404 not_found", "404", "cms true CN=G22 64 17",
                "a key that is registered for the agency in From RFC 5280, 4.1.2.7 true", "the same trace",
                "Khóa của người ký chưa gắn với cơ quan trong From.", "binding failed signer_not_bound", "not_found",
                "refused", #"422 "code":"missing_element""#,
                "200 refused missing_element read=passed structure=failed,missing_element sender=not_reached"
                    + " secrecy=not_reached signature=not_reached binding=not_reached admission=not_reached",
                "3:41 missing_element 7:25 invalid_date", #"422 "code":"unknown_receiver""#,
                "200 refused unknown_receiver read=passed structure=warned sender=passed secrecy=passed"
                    + " signature=passed binding=passed admission=failed,unknown_receiver",
                "H99", "unknown_receiver", #"422 "code":"signature_malformed""#,
                "200 refused signature_malformed read=not_reached",
            ], "\(lines)")
    }

    @Test func eachOfABatchHasItsOwnAndASecretLeavesNothing() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            Self.prelude + """
                document H10.02 G22 1 > a.edxml; sed 's/06.24/24.06/' a.edxml > b.edxml; document H10.02 G22 2 > c.edxml
                for f in a b c; do sign $f.edxml $A | base64 -d > $f.p7s; done; cp b.p7s c.p7s
                call $A -F document=@a.edxml -F signature=@a.p7s -F document=@b.edxml -F signature=@b.p7s -F document=@c.edxml -F signature=@c.p7s -H 'traceparent: 00-0123456789abcdef0123456789abcdef-0123456789abcdef-01' $url/documents > answer
                jq -r '.results[] | [.status, .code // "in", .trace_id // "-"] | @tsv' answer; jq -r '[.results[].refusal | strings] | unique | length' answer
                explain $A $(jq -r '.results[1].refusal' answer) | cut -d' ' -f1-5; explain $A $(jq -r '.results[2].refusal' answer) | cut -d' ' -f1-3
                jq -r .trace_id explained
                document H10.02 G22 7 'MẬT: Xanh ngọc bích' > s.edxml; post $A s.edxml "$(sign s.edxml $A)" | head -1; explain $A $(refusal)
                document H10.03 G22 8 'MẬT: Xanh ngọc bích' > t.edxml; post $A t.edxml "$(sign t.edxml $A)" | head -1; explain $A $(refusal) | cut -d' ' -f1-5; cat explained >> more
                sed 's/06.24/24.06/' s.edxml > u.edxml; post $A u.edxml | head -1; explain $A $(refusal) | cut -d' ' -f1-5; cat explained >> more
                for f in s t u; do for word in ngọc 2021 $(sha256sum $f.edxml | cut -d' ' -f1) H10.03; do grep -c -- "$word" explained more; done; done | grep -v ':0$'
                call admin "$url/refusals?limit=3" | jq -r '.items[] | [.code, .digest, .detail] | @tsv'
                """)
        #expect(
            Self.words(lines) == [
                "201 in -", "422 invalid_date 0123456789abcdef0123456789abcdef",
                "422 signature_digest_mismatch 0123456789abcdef0123456789abcdef", "2",
                "200 refused invalid_date read=passed structure=failed,invalid_date",
                "200 refused signature_digest_mismatch", "0123456789abcdef0123456789abcdef",
                #"422 "code":"state_secret""#,
                "200 refused state_secret read=passed structure=warned sender=passed secrecy=failed,state_secret"
                    + " signature=not_reached binding=not_reached admission=not_reached",
                #"403 "code":"caller_not_sender""#,
                "200 refused caller_not_sender read=passed structure=warned", #"422 "code":"invalid_date""#,
                "200 refused invalid_date read=passed structure=failed,invalid_date", "invalid_date",
                "caller_not_sender", "state_secret",
            ], "\(lines)")
    }

    @Test func anAcceptedDocumentIsExplainedFromBeginningToMailbox() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            Self.prelude + """
                document H10.02 G22 1 > a.edxml; post $A a.edxml "$(sign a.edxml $A)" | head -1; id=$(jq -r .id answer); sleep 1
                explain $A $id; jq -r '.verdict.status, (.verified_again_at | length)' explained
                jq -r '.stages[] | [.stage, .state // "-", (.nanoseconds != null), (.at != null)] | @tsv' explained
                jq -r '.stages[] | select(.stage == "signature") | [.certificate.subject[0:9], .checks[0].clause] | @tsv' explained
                call $B $url/inbox/G22 > /dev/null; '\(try Program.lgsp)' explain $id --as G22 --data data 2>/dev/null | grep -E '^(admission|delivery)' | cut -f1,2
                """)
        #expect(
            Self.words(lines) == [
                "201",
                "200 accepted read=passed structure=warned sender=passed secrecy=passed signature=passed binding=passed"
                    + " admission=passed routing=passed routing=passed delivery=passed",
                "valid", "29", "read - true false", "structure - false false", "sender - true false",
                "secrecy - true false", "signature - true false", "binding - true false",
                "admission accepted false true",
                "routing relayed false true", "routing arrived false true", "delivery initial false true",
                "CN=H10.02 RFC 5652, 5.1", "admission passed, accepted", "delivery passed, initial",
            ], "\(lines)")
    }

    /// A restart forgets explanations; the fact of the refusal still holds its code.
    @Test func afterARestartTheCodeIsStillKnown() throws {
        let folder = try TemporaryFolder()
        let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
            separator: "/")
        let script = """
            set -u; topology='\(package)/Scenarios/binh-phuoc-2021/topology'; cd '\(folder.path)'; lgsp='\(try Program.lgsp)'; pki=$PWD/pki
            serve() { rm -f ready; $lgsp serve --data data --certificates pki --topology $topology --listen 127.0.0.1:0 --listen-plain 127.0.0.1:0 --ready-file ready >out 2>&1 & daemon=$!
              for i in $(seq 100); do [ -s ready ] && break; sleep 0.1; done; url=$(jq -r .url ready)/api/v1; }
            call() { who=$1; shift; curl -s --cacert $pki/root.pem --cert $pki/$who/certificate.pem --key $pki/$who/key.pem "$@"; }
            serve; echo '<a/>' > a; id=$(call agencies/H10.02 --data-binary @a $url/documents | jq -r .refusal)
            call agencies/H10.02 $url/documents/$id/explain | jq -r '[.code, (.stages | length)] | @tsv'
            kill $daemon; wait $daemon; serve
            call agencies/H10.02 $url/documents/$id/explain | jq -r '[.result, .code, (.digest | length), .stages[].stage] | @tsv'
            call agencies/G22 $url/documents/$id/explain | jq -r .status
            call admin $url/refusals | jq -r .items[0].refusal | grep -c $id
            kill $daemon; wait $daemon
            """
        let result = try Program.run("/bin/bash", ["-c", script])
        #expect(
            result.output.split(separator: "\n").map { $0.split(separator: "\t").joined(separator: " ") } == [
                "unknown_root 7", "refused unknown_root 64 structure", "404", "1",
            ], "\(result.errors)")
    }
}
