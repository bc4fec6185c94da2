import Testing

/// What is large is worked on beside what is small, in turns, and given out whole.
@Suite struct LargeDocumentTests {
    /// `large NUMBER BYTES` is a document that grows by a comment.
    private static let prelude = """
        large() { document H10.02 G22 $1; echo "<!--$(head -c $2 /dev/zero | tr '\\0' p)-->"; }
        peak() { awk '/VmHWM/ { print ($2 < 1000 * '$1') ? "within '$1' MB" : $2 }' /proc/$(jq .pid data/run.json)/status; }

        """

    @Test func manyExplanationsAreTakenInTurnsAndTooManyAreToldToComeAgain() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            Self.prelude + """
                large 1 60000000 > a.edxml; post $A a.edxml "$(sign a.edxml $A)"; id=$(jq -r .id answer)
                call $B -Z --parallel-immediate --parallel-max 24 -o 'explained-#1' -w '%{http_code} %header{retry-after}\\n' "$url/documents/$id/explain?limit=[1-24]" > codes &
                sleep 0.3; document H10.02 G22 2 > b.edxml; post $A b.edxml "$(sign b.edxml $A)"
                wait; sed -E 's/ [0-9]+$/ later/' codes | sort | uniq -c | awk '{ print ($1 >= 2), $2, $3 }'; wc -l < codes
                grep -l '"result":"accepted"' explained-* | xargs jq -r '.verdict.status' | sort -u
                grep -ho too_many_large_requests explained-* | sort -u
                call $B $url/documents/$id/explain | jq -r '.result + " " + (.stages[0].bytes > 60000000 | tostring)'
                peak 400
                """)
        #expect(
            lines == [
                "201", "201", "1 200", "1 429 later", "24", "valid", "too_many_large_requests", "accepted true",
                "within 400 MB",
            ], "\(lines)")
    }

    @Test func aLargeContentIsGivenWholeInEveryForm() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            Self.prelude + """
                large 1 3000001 > a.edxml; large 2 5000002 > b.edxml
                for f in a b; do post $A $f.edxml "$(sign $f.edxml $A)"; done; id=$(jq -r .id answer); sleep 0.5
                call $A $url/lint --data-binary @b.edxml | jq -r .code
                call $B $url/documents/$id/content | cmp - b.edxml && echo content
                call $B "$url/inbox/G22?content=1" -D head > list; grep -ci '^content-length' head
                for i in 0 1; do jq -r ".items[$i].content" list | base64 -d | cmp - $([ $i = 0 ] && echo a || echo b).edxml && echo item $i; done
                call $B -H 'Accept: multipart/mixed' "$url/inbox/G22?content=1" -D head > parts
                boundary=$(grep -ao 'boundary=[^;]*' head | tr -d '\\r' | cut -d= -f2); grep -ac -- "--$boundary" parts
                cat a.edxml b.edxml | wc -c | awk -v all=$(wc -c < parts) '{ print (all > $1), (all < $1 + 10000) }'
                call $B $url/documents/$id/parts | jq -r .from.organ_id; call $B $url/documents/$id/explain | jq -r .verdict.status
                call admin -d '{"id":"large","secret":"a long secret","agencies":["G22","H10.02"],"policy":"advisory"}' -H 'Content-Type: application/json' $url/systems -o /dev/null
                edoc() { call $B -H 'authorization: a long secret' -H "$1" -H 'type: EDOC' "${@:3}" ${url%/api/v1}/EdocService/$2; }
                edoc 'organid: G22' getPendingDocIds | jq '.docIDs[1]' > number
                edoc 'organid: G22' getDocument -X POST -H "docid: $(cat number)" -D head | jq -r .data | base64 -d | cmp - b.edxml && grep -ci '^content-length' head
                large 3 2000000 > c.edxml; edoc 'organid: H10.02' sendDocument --data-binary @c.edxml | jq -r .status
                call admin "${url%/api/v1}/console/documents/$id" -w '\\n%{http_code}\\n' | tail -1
                """)
        #expect(
            lines == [
                "201", "201", "signature_missing", "content", "1", "item 0", "item 1", "3", "1 1", "H10.02", "valid",
                "1",
                "Success", "200",
            ], "\(lines)")
    }
}
