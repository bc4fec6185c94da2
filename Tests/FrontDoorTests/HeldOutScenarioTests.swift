import Glibc
import Testing

/// A scenario with another mix, replayed by the program, and every figure counted again from the API's lists.
@Suite struct HeldOutScenarioTests {
    /// A shipped scenario's file with another seed, size and mix.
    private static let change = """
        s/"seed": 20210615/"seed": 977/; s/"documents": 11000/"documents": 400/; s/": 40\\b/": 3/
        s/"channels": .*/"channels": { "E": 0.60, "EP": 0.15, "P": 0.25 },/
        s/"refuse": 0.02/"refuse": 0.10/; s/"minimum": 0.955, "maximum": 0.965/"minimum": 0.68, "maximum": 0.82/
        s/"documents": 10000/"documents": 280/; s/"pairs": 16/"pairs": 10/; s/"receiver_refusals": 50/"receiver_refusals": 9/
        """

    /// Counts E, EP and P from every document's deliveries and every registration; refusals from every status.
    private static let recount = """
        cursor=; : > ids; while :; do call admin "$url/documents?limit=500&cursor=$cursor" > page
          jq -r '.items[].id' page >> ids; cursor=$(jq -r '.cursor // empty' page); [ -z "$cursor" ] && break; done
        sed "s|.*|url = \\"$url/documents/&\\"|" ids > config; call admin -K config > all
        cursor=; : > papers; while :; do call admin "$url/paper-documents?limit=500&cursor=$cursor" > page
          jq -c '.items[]' page >> papers; cursor=$(jq -r '.cursor // empty' page); [ -z "$cursor" ] && break; done
        e=$(jq -r '.deliveries[].channel' all | grep -cx E); ep=$(jq -r '.deliveries[].channel' all | grep -cx EP)
        p=$(jq -r 'select((.secret or .reversed) | not) | .recipients[] | select(.effect == "P") | 1' papers | wc -l)
        refused=$(jq -r '.deliveries[].status' all | grep -cx 02)
        echo "$e $ep $p $refused"
        """
    private static let figures = """
        call admin $url/ratio | jq -r '[.E, .EP, .P] | @tsv'; call admin $url/statistics | jq -r '.statuses["02"]'
        """

    @Test func oneMorePaperAndOneMoreRefusalMoveTheFiguresByExactlyThat() throws {
        let daemon = try RunningDaemon()
        let url = try #require(daemon.ready.split(separator: "\"").first { $0.hasPrefix("https://") })
        let script = """
            set -u; cd '\(daemon.folder.path)'; url=\(url)/api/v1; pki=data/certificates; lgsp='\(try Program.lgsp)'
            call() { who=$1; shift; curl -s --cacert $pki/root.pem --cert $pki/$who/certificate.pem --key $pki/$who/key.pem "$@"; }
            recount() { \(Self.recount); }
            figures() { \(Self.figures); }
            mkdir other; sed '\(Self.change)' '\(Self.scenario)' > other/scenario.json
            $lgsp replay other --data data --json > report; echo "replay $?"
            jq -r '[.ratio.E, .ratio.EP, .ratio.P, .deliveries.refused_by_receivers] | @tsv' report
            recount; figures | xargs
            number=$(call admin "$url/documents?limit=1" | jq -r .items[0].number)
            $lgsp paper register --data data --from H10.02 --to H10.03 --number giấy-1 --notation CV > /dev/null
            id=$(jq -rs '[.[] | select(.deliveries[0].status == null and .issuer.code != .deliveries[0].to.code)][0].id' all)
            to=$(jq -rs --arg id $id '[.[] | select(.id == $id)][0].deliveries[0].to.code' all)
            call agencies/$to -o /dev/null -w '%{http_code}\\n' -H 'Content-Type: application/json' \\
              -d '{"code":"02","reason":"Sai thẩm quyền"}' $url/documents/$id/statuses
            recount; figures | xargs
            """
        let result = try Program.run("/bin/bash", ["-c", script])
        let lines = result.output.split(separator: "\n").map {
            $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        try #require(lines.count == 7, "\(result.output)\(result.errors)")
        #expect(lines[0] == "replay 0")
        let before = lines[1].split(separator: " ").compactMap { Int($0) }
        try #require(before.count == 4 && before.allSatisfy { $0 > 0 })
        #expect(lines[2] == lines[1])
        #expect(lines[3] == lines[1])
        #expect(lines[4] == "201")
        let after = [before[0], before[1], before[2] + 1, before[3] + 1].map(String.init).joined(separator: " ")
        #expect(lines[5] == after)
        #expect(lines[6] == after)
    }

    /// The shipped scenario's file, found from this one.
    private static let scenario: String = {
        let folders = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        return folders.joined(separator: "/") + "/Scenarios/binh-phuoc-2021/scenario.json"
    }()
}
