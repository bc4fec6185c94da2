import Testing

/// What strangers and known callers can do to the daemon's listeners, through TLS.
@Suite struct NetworkTests {
    /// A second request behind each of these would be the smuggler's: there is one answer, and the connection ends.
    @Test func aRequestThatCanBeReadInTwoWaysEndsItsConnection() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            """
            port=${url#https://127.0.0.1:}; port=${port%%/*}
            raw() { { printf "$1"; printf 'GET /livez HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'; sleep 1; } | timeout 10 openssl s_client -quiet -connect 127.0.0.1:$port \
              -CAfile $pki/root.pem -cert $pki/$A/certificate.pem -key $pki/$A/key.pem 2>/dev/null | grep -ao 'HTTP/1.1 [0-9]*\\|"code":"[a-z_]*"' | tr '\\n' ' '; echo; }
            P='POST /api/v1/lint HTTP/1.1\\r\\nHost: x\\r\\n'
            raw "${P}Content-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n"
            raw "${P}Content-Length: 5\\r\\nContent-Length: 0\\r\\n\\r\\n"
            raw "${P}Transfer-Encoding: xchunked\\r\\n\\r\\n0\\r\\n\\r\\n"
            raw "${P}Transfer-Encoding : chunked\\r\\n\\r\\n0\\r\\n\\r\\n"
            raw "${P}Host: y\\r\\n\\r\\n"
            """)
        #expect(lines == Array(repeating: #"HTTP/1.1 400 "code":"bad_request""#, count: 5))
    }

    @Test func plainHTTPAtTheWrongPortIsToldSo() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            """
            plain=http://${url#https://}
            curl -s -o answer -w '%{http_code} ' ${plain%/api/v1}/livez; grep -o '"code":"[a-z_]*"' answer
            call $A -o /dev/null -w '%{http_code}\\n' $url/agencies/H10.02
            """)
        #expect(lines == [#"400 "code":"tls_needed""#, "200"])
    }

    @Test func aMailboxHasSixteenPlacesToWait() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            """
            for i in $(seq 16); do call $A -m 60 -o waited.$i -w '%{http_code}\\n' "$url/inbox/H10.02?wait=50" > code.$i & done
            sleep 2
            call $A -o answer -w '%{http_code} ' -D head "$url/inbox/H10.02?wait=50"; grep -o '"code":"[a-z_]*"' answer
            grep -i '^connection: close' head | tr -d '\\r'; grep -i '^retry-after' head | tr -d '\\r'
            call $B -o /dev/null -w '%{http_code}\\n' "$url/inbox/G22?wait=1"
            call $A -o /dev/null -w '%{http_code}\\n' "$url/inbox/H10.02"
            document G22 H10.02 1 > a.edxml; post $B a.edxml "$(sign a.edxml $B)"
            wait; cat code.* | sort | uniq -c; grep -l '"document_id"' waited.* | wc -l
            """)
        #expect(
            lines == [
                #"429 "code":"too_many_waiting""#, "Connection: close", "Retry-After: 1", "200", "200", "201", "16 200",
                "16",
            ])
    }

    @Test func whoeverHangsUpGivesTheirPlaceBack() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            """
            for i in $(seq 16); do call $A -m 1 -o /dev/null "$url/inbox/H10.02?wait=50" & done; wait
            sleep 2
            call $A -m 10 -o /dev/null -w '%{http_code}\\n' "$url/inbox/H10.02?wait=2"
            call admin ${url%/api/v1}/metrics | grep '^lgsp_waiting_requests'
            """)
        #expect(lines == ["200", "lgsp_waiting_requests 0"])
    }

    @Test func aFloodOfSilenceLocksNobodyOut() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            """
            port=${url#https://127.0.0.1:}; port=${port%%/*}
            exec 2>/dev/null; ulimit -n 4000
            for i in $(seq 3000); do exec {fd}<>/dev/tcp/127.0.0.1/$port; [ $((i % 3)) = 0 ] && printf '\\x16\\x03\\x01\\x02\\x00\\x01' >&$fd; done
            call $A -m 3 -o /dev/null -w '%{http_code}\\n' $url/agencies/H10.02
            document H10.02 G22 1 > a.edxml; post $A a.edxml "$(sign a.edxml $A)"
            pid=$(grep -o '"pid":[0-9]*' ../*/ready.json '\(daemon.folder.path)/ready.json' | head -1 | grep -o '[0-9]*$')
            sleep 12; [ "$(ls /proc/$pid/fd | wc -l)" -lt 60 ] && echo all are gone
            """)
        #expect(lines == ["200", "201", "all are gone"])
    }
}
