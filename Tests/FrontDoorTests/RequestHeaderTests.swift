import Testing

/// `Idempotency-Key` and `traceparent` through the front door.
@Suite struct RequestHeaderTests {
    @Test func aKeyGivesTheSameAnswerToTheSameRequestAndNoneToAnother() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            """
            paper() { echo "{\\"issuer\\":\\"H10.02\\",\\"number\\":\\"$1\\",\\"notation\\":\\"TT\\",\\"promulgation_date\\":\\"2021/06/24\\",\\"type\\":\\"Công văn\\",\\"recipients\\":[\\"G22\\"]}"; }
            ask() { who=$1 key=$2 body=$3; shift 3; call $who -D head -o answer -w '%{http_code} ' -H "Idempotency-Key: $key" --data "$body" "$@" $url/paper-documents; grep -o '"code":"[a-z_]*"' answer; grep -io 'idempotency-replayed: true' head; echo; }
            ask $A k1 "$(paper 1)"; cp answer first
            ask $A '"k1"' "$(paper 1)"; cmp first answer && echo same
            ask $A k1 "$(paper 2)"
            ask $A k2 "$(paper 1)"; cmp -s first answer || echo other
            ask $B k1 "$(paper 1)"
            ask $A "$(printf 'k%.0s' $(seq 300))" "$(paper 1)"
            ask $A k1 "$(paper 1)" -H 'Idempotency-Key: k2'
            call $A -o answer -w '%{http_code}\\n' -H 'Idempotency-Key: k1' -X DELETE $url/paper-documents/x; grep -o '"code":"[a-z_]*"' answer
            """)
        #expect(
            lines == [
                "201", "201 Idempotency-Replayed: true", "same", #"422 "code":"idempotency_key_reused""#, "201",
                "other",
                #"403 "code":"caller_not_sender""#, #"400 "code":"idempotency_key_malformed""#,
                #"400 "code":"idempotency_key_malformed""#, "422", #""code":"idempotency_key_reused""#,
            ])
    }

    @Test func aTraceIsGivenBackAndNamedInProblems() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            """
            T=4bf92f3577b34da6a3ce929d0e0e4736
            ask() { call $A -D head -o answer -w '%{http_code} ' -H "traceparent: $1" $url/$2; grep -io '^traceparent: 00-[0-9a-f]*-[0-9a-f]*-[0-9a-f]*' head | grep -o $T; grep -oE '"trace_id":"[0-9a-f]{32}"' answer | sed "s/$T/T/;s/[0-9a-f]\\{32\\}/new/"; echo; }
            ask 00-$T-00f067aa0ba902b7-01 agencies/H10.02
            ask 00-$T-00f067aa0ba902b7-01 documents/none
            ask cc-$T-00f067aa0ba902b7-01-what-the-future-brings documents/none
            for bad in 00-$T-0000000000000000-01 ff-$T-00f067aa0ba902b7-01 00-$T-00f067aa0ba902b7-01-x 00-${T}0-00f067aa0ba902b7-01 00-00000000000000000000000000000000-00f067aa0ba902b7-01 x; do ask $bad documents/none; done
            """)
        let broken = [String](repeating: #"404 "trace_id":"new""#, count: 6)
        #expect(
            lines == [
                "200 4bf92f3577b34da6a3ce929d0e0e4736", "404 4bf92f3577b34da6a3ce929d0e0e4736", #""trace_id":"T""#,
                "404 4bf92f3577b34da6a3ce929d0e0e4736", #""trace_id":"T""#,
            ] + broken)
    }
}
