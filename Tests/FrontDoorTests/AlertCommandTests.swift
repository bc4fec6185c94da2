import Testing

/// Alerts from the command line, the API and `/metrics`, of a daemon to which things happen.
@Suite struct AlertCommandTests {
    @Test func whatGoesWrongIsSaidAndWhatIsPutRightIsOver() throws {
        let daemon = try RunningDaemon(["--alert-interval", "200ms", "--alert-age", "1s", "--alert-backlog", "1"])
        let lines = try Self.run(
            daemon,
            """
            kinds() { $lgsp check --format json | jq -r '.items[] | select(.severity != "ok" and .type != "disk_space") | "\\(.type) \\(.severity) \\(.subject)"'; }
            await 5 'kinds > k; [ ! -s k ]'; $lgsp check --format json | jq -r '[.items[].type] | length'
            $lgsp fault add national --json > /dev/null
            await 5 'kinds | grep -q "stopped_hubs warning national"'; echo stopped
            pki=data/certificates; page() { curl -s --cacert $pki/root.pem --cert $pki/admin/certificate.pem --key $pki/admin/key.pem -H "Accept-Language: $1" $(jq -r .url data/run.json)/console | grep -oE "$2" | sort -u; }
            page vi 'Trục national đã dừng|The hub national'; page en 'Trục national đã dừng|The hub national'
            $lgsp fault clear national --json > /dev/null
            $lgsp send d.txt --from H10.02 --to G22 --json > sent
            await 5 '[ "$(kinds | wc -l)" = 3 ]'; kinds | cut -d' ' -f1,3
            $lgsp check --format nagios > n; echo $?; grep -c 'G22 has not .* | .*oldest_unfetched.=[0-9.]*s;1[.0]*;3[.0]* ' n || cat n; wc -l < n
            await 5 'kinds | grep -q oldest_unconfirmed.critical'; $lgsp check --format nagios > n; echo $?
            $lgsp check --format text > t; echo $?; grep -c 'lgsp inbox G22' t
            $lgsp inbox G22 --json | jq -r .delivery | xargs $lgsp confirm --as G22 > /dev/null 2>&1
            await 5 '[ -z "$(kinds)" ]'; echo well
            $lgsp check --format json --identity data/certificates/agencies/H10.02 --json 2>&1 | jq -r .code
            $lgsp check --format nagios --server https://127.0.0.1:1; echo $?
            $lgsp check > /dev/null; echo $?
            """)
        #expect(
            lines.map { $0.hasPrefix("LGSP UNKNOWN - unreachable") ? "unknown" : $0 } == [
                "14", "stopped", "Trục national đã dừng", "The hub national", "oldest_unfetched G22",
                "oldest_unconfirmed G22", "backlog G22", "1", "1", "1", "2",
                "3", "3", "well", "not_permitted", "unknown", "3", "0",
            ])
    }

    @Test func certificatesThatExpireSoonAreNamed() throws {
        let daemon = try RunningDaemon(["--alert-interval", "200ms"])
        // Most of the two years that the demo PKI's certificates are valid for go by at once.
        let lines = try Self.run(
            daemon,
            """
            first() { $lgsp check --format json | jq -r '[.items[] | select(.type == "certificate_expiry")][0] | .severity'; }
            first; $lgsp check --format json | jq -r '.summary[] | select(.type == "certificate_expiry") | .worst / 86400 | round'
            """)
        #expect(lines == ["ok", "730"])
        daemon.stop()
        let later = try RunningDaemon(["--alert-interval", "200ms", "--clock", "2039-01-01T00:00"], in: daemon.folder)
        let found = try Self.run(
            later,
            """
            ready() { curl -s --cacert data/certificates/root.pem $(jq -r .url ready.json)/readyz > /dev/null; }
            $lgsp check --format json --json 2>&1 | jq -r '.code // .severity'
            """)
        // The admin's own certificate has run out by then, which is why alerts come long before.
        #expect(found == ["certificate_expired"])
    }

    @Test func rulesAndDashboardNameWhatThereIs() throws {
        let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
            separator: "/")
        let daemon = try RunningDaemon(["--alert-interval", "200ms"])
        let lines = try Self.run(
            daemon,
            """
            doc='\(package)/Documentation/monitoring'
            $lgsp send d.txt --from H10.02 --to G22 --json > /dev/null; $lgsp inbox G22 --wait 5s > /dev/null 2>&1
            $lgsp send d.txt --from H10.02 --to nobody --json > /dev/null 2>&1; $lgsp check --format json > /dev/null
            pki=data/certificates; curl -s --cacert $pki/root.pem --cert $pki/admin/certificate.pem --key $pki/admin/key.pem $(jq -r .url data/run.json)/metrics > metrics
            grep -oE '^lgsp_[a-z_]+' metrics | sort -u > there
            (cat $doc/alerts.yml; jq -r '.panels[].targets[].expr' $doc/grafana.json) | grep -oE 'lgsp_[a-z_]+' | sort -u > named
            comm -13 there named; wc -l < named
            jq -r '.panels | length' $doc/grafana.json
            if command -v promtool > /dev/null; then promtool check rules $doc/alerts.yml > /dev/null && promtool check metrics < metrics; fi && echo right
            """)
        #expect(lines == ["20", "12", "right"])
    }

    static func run(_ daemon: RunningDaemon, _ script: String) throws -> [String] {
        let result = try Program.run(
            "/bin/bash",
            [
                "-c",
                """
                set -u; cd '\(daemon.folder.path)'; export LGSP_DATA=data PATH=$PATH:/usr/local/bin:\(tools)
                lgsp='\(try Program.lgsp)'; echo 'Một văn bản' > d.txt
                await() { for _ in $(seq $(($1 * 20))); do if eval "$2"; then return; fi; sleep 0.05; done; echo "never: $2"; }
                \(script)
                """,
            ])
        #expect(result.errors.isEmpty)
        return result.output.split(separator: "\n").map {
            String($0.drop { $0 == " " })
        }
    }

    /// Where `make deps-test` unpacks promtool.
    private static let tools =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        + "/.build/tools/usr/bin"
}
