import Testing

/// `/events` through the front door.
@Suite struct EventTests {
    @Test func eachHearsItsOwnAndResumesWhereItStopped() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            """
            listen() { who=$1 file=$2; shift 2; call $who -N --max-time 4 "$@" > $file & }
            names() { grep '^event:' $1 | cut -d' ' -f2 | sort | uniq -c | tr -s ' ' | tr '\\n' ';'; echo; }
            listen admin all $url/events; listen $B b $url/events; listen agencies/G01 g01 "$url/events?heartbeat=1"; listen $A only "$url/events?event=accepted,status"
            sleep 1
            document H10.02 G22 1 > a.edxml; post $A a.edxml "$(sign a.edxml $A)"
            id=$(grep -o '"id":"[^"]*"' answer | cut -d'"' -f4)
            call $B --data '{"code":"01"}' -o /dev/null $url/documents/$id/statuses
            wait
            grep -c '^event: accepted' all; grep -c '^event: status' all
            names b; names only; names g01; grep -c '^: heartbeat' g01 | sed 's/[2-4]/some/'
            grep -o '"deliveries":\\[{[^]]*"to":"G22"}\\]' b | sed 's/"delivery":"[^"]*"/D/'
            first=$(grep '^id:' all | head -1 | cut -d' ' -f2)
            call admin -N --max-time 1 -H "Last-Event-ID: $first" $url/events > again; sed '1,/^$/d' all | grep -v '^:' | cmp - again && echo same
            call $B -N --max-time 1 "$url/events?after=0&event=delivered" | grep -c '^event: delivered'
            call $A -o answer -w '%{http_code}\\n' -H 'Last-Event-ID: x' $url/events
            call $A -I -o answer -w '%{http_code} %{content_type}\\n' $url/events
            """)
        #expect(
            lines == [
                "201", "1", "1", "1 delivered; 1 status;", "1 accepted; 1 status;", "some",
                #""deliveries":[{D,"to":"G22"}]"#, "same", "1",
                "400", "200 text/event-stream",
            ])
    }

    @Test func aStopEndsWhoListens() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            """
            call admin -N --max-time 20 $url/events > all & listener=$!
            sleep 1
            pid=$(grep -o '"pid":[0-9]*' data/run.json | cut -d: -f2)
            kill -TERM $pid; wait $listener; echo $?
            for n in $(seq 100); do [ -e data/run.json ] || break; sleep 0.1; done; ls data | grep -c run.json
            """)
        #expect(lines == ["0", "0"])
    }
}
