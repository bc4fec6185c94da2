import Testing

/// Business time shifted by `serve --clock`.
@Suite struct ClockTests {
    @Test func aDaemonLivesInAnotherYear() throws {
        let daemon = try RunningDaemon(["--clock", "2021-06-24T08:00"])
        let url = try #require(daemon.ready.split(separator: "\"").first { $0.hasPrefix("https://") })
        let script = """
            set -u; cd '\(daemon.folder.path)'; url=\(url)/api/v1; pki=data/certificates; a=$pki/agencies/H10.02
            lgsp='\(try Program.lgsp)'
            document() { cat <<END
            <?xml version="1.0" encoding="UTF-8"?>
            <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
            <edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
            <edXML:From><edXML:OrganId>H10.02</edXML:OrganId></edXML:From><edXML:To><edXML:OrganId>G22</edXML:OrganId></edXML:To>
            <edXML:DocumentId>H10.02,2021,$1</edXML:DocumentId>
            <edXML:Code><edXML:CodeNumber>$1</edXML:CodeNumber><edXML:CodeNotation>TT</edXML:CodeNotation></edXML:Code>
            <edXML:PromulgationInfo><edXML:PromulgationDate>$2</edXML:PromulgationDate></edXML:PromulgationInfo>
            <edXML:DocumentType><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
            <edXML:Subject>Về việc thử đồng hồ</edXML:Subject>
            </edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>
            END
            }
            # Without attributes: openssl would claim the machine's time, which is after receipt.
            post() { s=$(openssl cms -sign -noattr -binary -in $1 -signer $a/certificate.pem -inkey $a/key.pem -outform DER | base64 -w0)
              curl -s --cacert $pki/root.pem --cert $a/certificate.pem --key $a/key.pem -H "Lgsp-Signature: $s" \\
              -H 'Content-Type: application/edxml+xml' --data-binary @$1 $url/documents | jq -r '.code // .accepted_at[:13]'; }
            document 1 2021/06/24 > a; post a; document 2 2021/06/25 > b; post b
            $lgsp agency show H10.02 --data data --json | jq -r '.certificates[0].status'
            """
        let result = try Program.run("/bin/bash", ["-c", script])
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect(lines == ["2021-06-24T08", "invalid_date", "valid"], "\(result.errors)")
    }
}
