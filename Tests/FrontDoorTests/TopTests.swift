import Testing

/// `lgsp top`, in a terminal and without one.
@Suite struct TopTests {
    @Test func aTerminalIsRefreshedAndLeftAsItWas() throws {
        let daemon = try RunningDaemon(["--alert-interval", "200ms", "--alert-age", "1s"])
        let lines = try AlertCommandTests.run(
            daemon,
            """
            $lgsp send d.txt --from H10.02 --to G22 --json > /dev/null; $lgsp fault add H10 --json > /dev/null; sleep 1.5
            $lgsp top > plain; grep -oE '^(in|out|refused|backlog|oldest|hubs) +[^ ]+' plain | tr -s ' ' | sed -E 's/^oldest ([2-9]|1[0-9])s$/oldest some s/'; grep -c $'\\e' plain
            grep -oE 'H10 stands|^(warning|critical)  G22 has not fetched' plain | sed 's/^critical/warning/'
            $lgsp top --json | jq -c '[.statistics.documents, (.alerts.items | length > 0), (.faults.items // . | length > 0)]'
            timeout 20 script -qec "stty cols 40 rows 12; exec timeout --foreground -s INT 3.5 $lgsp top" /dev/null < /dev/null > screen
            grep -c $'\\e\\[?1049h' screen; grep -o $'\\e\\[H' screen | wc -l | awk '{print ($1 >= 2 && $1 <= 5)}'
            tail -c 20 screen | grep -c $'\\e\\[?25h\\e\\[?1049l'
            sed 's/\\x1b\\[H/\\n/g; s/\\x1b[^A-Za-z]*[A-Za-z]//g; s/\\r//g' screen | awk 'length > 40' | wc -l
            """)
        #expect(
            lines == [
                "in 0.0/s", "out 0.0/s", "refused 0.0/s", "backlog 1", "oldest some s", "hubs 1", "0", "H10 stands",
                "warning  G22 has not fetched", "[1,true,true]", "1", "1", "1", "0",
            ])
    }
}
