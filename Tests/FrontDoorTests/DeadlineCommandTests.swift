import Testing

/// Deadlines, the calendar and hubs that stand still, by the command line against a daemon.
@Suite struct DeadlineCommandTests {
    private static func run(_ script: String) throws -> [String] {
        let daemon = try RunningDaemon()
        let result = try Program.run(
            "/bin/bash",
            [
                "-c",
                """
                set -u; cd '\(daemon.folder.path)'; export LGSP_DATA=data
                lgsp='\(try Program.lgsp)'; echo 'Một văn bản' > d.txt
                # SECONDS CONDITION: waits until it holds.
                await() { for _ in $(seq $(($1 * 20))); do if eval "$2"; then return; fi; sleep 0.05; done; echo "never: $2"; }
                state() { $lgsp show $1 --json | jq -r '.deliveries[0].state'; }
                \(script)
                """,
            ])
        #expect(result.errors.isEmpty)
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test func aHubThatStandsStillIsSeenBeforehandAndLosesNothing() throws {
        let lines = try Self.run(
            """
            $lgsp fault add national --reason 'Bảo trì' --json | jq -c '[.hub, .until]'
            $lgsp route H10.02 G22 --json | jq -r '.routes[0].problems[].code'
            id=$($lgsp send d.txt --from H10.02 --to G22 --json | jq -r .id); state $id
            $lgsp inbox G22 --json | wc -l
            $lgsp fault list --json | jq -r .reason
            $lgsp fault clear national --json | jq -c .
            await 5 '[ "$(state $id)" = initial ]'; $lgsp inbox G22 --json | wc -l
            $lgsp fault add H10 --for 1s --json | jq -r .hub
            $lgsp route H10.02 G22 --json | jq -r '.routes[0].problems[].code'
            $lgsp send d.txt --from H10.02 --to G22 --json 2>&1 | jq -r '.code'
            await 5 '[ -z "$($lgsp fault list --json)" ]'
            $lgsp send d.txt --from H10.02 --to G22 --json | jq -r '.issuer'
            $lgsp fault clear H10 --json 2>&1 | jq -r .code
            $lgsp fault add nowhere --json 2>&1 | jq -r .code
            """)
        #expect(
            lines == [
                "[\"national\",null]", "hub_on_the_way_stopped", "null", "0", "Bảo trì", "{\"hub\":\"national\"}", "1",
                "H10", "hub_stopped", "hub_stopped", "H10.02", "not_found", "not_found",
            ])
    }

    @Test func whatNobodyConfirmsIsLateAndGoesBack() throws {
        let lines = try Self.run(
            """
            $lgsp deadline set 0 --receipt 1s --time-to-live 2s --json | jq -c .
            $lgsp deadline set 0 --receipt same-day --time-to-live 2s --json | jq -c .
            $lgsp deadline set 0 --receipt 1s --json | jq -c '[.receipt, .receipt_seconds, .time_to_live_seconds]'
            id=$($lgsp send d.txt --from H10.02 --to H10.13 --json | jq -r .id)
            $lgsp explain $id --json | jq -r '.stages[] | select(.stage == "delivery") | .detail' | grep -c 'to be confirmed by'
            await 5 '[ "$(state $id)" = fail ]'
            $lgsp explain $id --json | jq -r '.stages[] | select(.stage == "delivery") | .detail' | grep -c 'not confirmed in time'
            $lgsp show $id --json | jq -r '.deliveries[0] | .late_at != null'
            $lgsp inbox H10.02 --json | jq -r .status
            $lgsp inbox H10.13 --json | wc -l
            $lgsp deadline list --json | jq -r 'select(.urgency == 3) | .receipt'
            $lgsp calendar set 2026-11-24 holiday --name 'Ngày mẫu' --json | jq -c .
            $lgsp calendar list --json | jq -r 'select(.day == "2026-11-24") | .name'
            $lgsp calendar set 2026-11-24 usual --json | jq -r .kind
            $lgsp calendar list --json | grep -c 2026-11-24
            $lgsp calendar set 2026-02-30 holiday --json 2>&1 | jq -r .code
            $lgsp deadline set 9 --receipt none --json 2>&1 | jq -r .code
            """)
        #expect(
            lines == [
                #"{"urgency":0,"receipt":"within","receipt_seconds":1,"time_to_live_seconds":2}"#,
                #"{"urgency":0,"receipt":"same_day","time_to_live_seconds":2}"#, #"["within",1,2]"#, "1", "1", "true",
                "time_to_live_passed", "0", "same_day",
                #"{"day":"2026-11-24","kind":"holiday","name":"Ngày mẫu"}"#, "Ngày mẫu", "usual", "0", "bad_request",
                "bad_request",
            ])
    }

    @Test func aDeadLetterIsDeliveredAgainOrGivenUp() throws {
        let lines = try Self.run(
            """
            id=$($lgsp send d.txt --from H10.02 --to H10.13 --json | jq -r .id)
            d=$($lgsp inbox H10.13 --json | jq -r .delivery)
            $lgsp dead-letter retry $d --json 2>&1 | jq -r .code
            $lgsp confirm $d --outcome fail --reason 'Hỏng tệp' --json >/dev/null
            $lgsp dead-letter list --json | jq -r '[.from, .to, .reason] | join(" ")'
            $lgsp dead-letter list --agency H10.13 --json | wc -l; $lgsp dead-letter list --agency H10.02 --json | wc -l
            $lgsp dead-letter retry $d --as G22 --json 2>&1 | jq -r .code
            $lgsp dead-letter retry $d --as H10.02 --json | jq -r .outcome; state $id
            $lgsp inbox H10.13 --json | jq -r .delivery | grep -c $d; $lgsp dead-letter list --json | wc -l
            $lgsp confirm $d --outcome fail --json >/dev/null; $lgsp dead-letter return $d --reason 'Thôi' --json | jq -r .outcome
            state $id; $lgsp dead-letter return $d --json 2>&1 | jq -r .code; $lgsp dead-letter retry 0 --json 2>&1 | jq -r .code
            $lgsp inbox H10.02 --json | jq -r .status | tr '\\n' ' '; echo
            $lgsp ledger rebuild --json | jq -r '.different | length'
            await 5 '[ "$($lgsp find state:given_up --json | jq -r .id)" = "$id" ]'; $lgsp find state:fail --json | wc -l
            """)
        #expect(
            lines == [
                "not_dead_letter", "H10.02 H10.13 Hỏng tệp", "1", "0", "not_found", "retried", "initial", "1", "0",
                "returned", "given_up", "not_dead_letter", "not_found",
                "dead_lettered dead_letter_retried dead_lettered dead_letter_returned ", "0", "0",
            ])
    }

    @Test func onlyAdminsChangeThem() throws {
        let daemon = try RunningDaemon()
        let url = try #require(daemon.ready.split(separator: "\"").first { $0.hasPrefix("https://") })
        let script = """
            cd '\(daemon.folder.path)'; pki=data/certificates; a=$pki/agencies/H10.02
            ask() { curl -s --cacert $pki/root.pem --cert $a/certificate.pem --key $a/key.pem -H 'Content-Type: application/json' \\
              -o /dev/null -w '%{http_code}\\n' "$@"; }
            ask \(url)/api/v1/deadlines; ask \(url)/api/v1/faults; ask \(url)/api/v1/calendar
            ask -X PUT -d '{"receipt":"none"}' \(url)/api/v1/deadlines/0
            ask -X PUT -d '{"kind":"holiday"}' \(url)/api/v1/calendar/2026-11-25
            ask -X POST -d '{"hub":"H10"}' \(url)/api/v1/faults; ask -X DELETE \(url)/api/v1/faults/H10
            """
        let result = try Program.run("/bin/bash", ["-c", script])
        #expect(result.output.split(separator: "\n") == ["200", "200", "200", "403", "403", "403", "403"])
    }
}
