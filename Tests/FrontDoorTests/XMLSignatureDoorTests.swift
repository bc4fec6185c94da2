import Testing

/// Documents with a signature in their header, made by `xmlsec1`, at the daemon's door.
@Suite struct XMLSignatureDoorTests {
    @Test func aSignatureInTheHeaderIsEnoughAndAFalseOneIsRefused() throws {
        let daemon = try RunningDaemon()
        let url = try #require(daemon.ready.split(separator: "\"").first { $0.hasPrefix("https://") })
        let script = """
            set -u; cd '\(daemon.folder.path)'; url=\(url)/api/v1; pki=data/certificates; a=$pki/agencies/H10.02
            document() { cat <<END
            <?xml version="1.0" encoding="UTF-8"?>
            <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
            <edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
            <edXML:From><edXML:OrganId>H10.02</edXML:OrganId></edXML:From><edXML:To><edXML:OrganId>G22</edXML:OrganId></edXML:To>
            <edXML:DocumentId>H10.02,2021,$1</edXML:DocumentId>
            <edXML:Code><edXML:CodeNumber>$1</edXML:CodeNumber><edXML:CodeNotation>TT</edXML:CodeNotation></edXML:Code>
            <edXML:PromulgationInfo><edXML:PromulgationDate>2021/06/24</edXML:PromulgationDate></edXML:PromulgationInfo>
            <edXML:DocumentType><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
            <edXML:Subject>Về việc ký trong phần đầu</edXML:Subject></edXML:MessageHeader>
            <Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod Algorithm="$2"/>
            <SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/><Reference URI=""><Transforms>
            <Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><Transform Algorithm="$2"/></Transforms>
            <DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference></SignedInfo>
            <SignatureValue/><KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo></Signature>
            </edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>
            END
            }
            sign() { xmlsec1 --sign --privkey-pem $pki/agencies/$3/key.pem,$pki/agencies/$3/certificate.pem --output $2 $1; }
            post() { curl -s --cacert $pki/root.pem --cert $a/certificate.pem --key $a/key.pem -o answer -w '%{http_code} ' \\
              -H 'Content-Type: application/edxml+xml' --data-binary @$1 $url/documents; jq -r '.code // .id' answer | cut -c1-40; }
            document 1 http://www.w3.org/TR/2001/REC-xml-c14n-20010315 > t1; sign t1 one H10.02
            post one | cut -d' ' -f1; id=$(jq -r .id answer)
            curl -s --cacert $pki/root.pem --cert $a/certificate.pem --key $a/key.pem $url/documents/$id/explain |
              jq -r '[.verdict.form, .verdict.status, (.verdict.checks | length >= 15)] | @tsv'
            document 2 http://www.w3.org/2001/10/xml-exc-c14n# > t2; sign t2 two H10.02; post two | cut -d' ' -f1
            document 3 http://www.w3.org/2001/10/xml-exc-c14n# > t3; sign t3 three H10.02
            sed 's/phần đầu/phần cuối/' three > changed; post changed
            sed 's/<Signature xmlns="[^"]*"/<Signature xmlns="http:\\/\\/www.w3.org\\/2000\\/09\\/xmldsig\\&#35;"/' three > hidden; post hidden | cut -d' ' -f1
            document 4 http://www.w3.org/2001/10/xml-exc-c14n# > t4; sign t4 four G22; post four
            sed 's/SignatureValue>[^<]*</SignatureValue>chữ ký</; s/DigestValue>[^<]*</DigestValue>mẫu</' four > sample; post sample
            lint() { curl -s --cacert $pki/root.pem --cert $a/certificate.pem --key $a/key.pem -H "Accept-Language: $2" --data-binary @$1 $url/lint; }
            lint one en | jq -r '[.clean, .signature.status] | @tsv'; lint four vi | jq -r '.signature.code'
            sed 's/<edXML:Subject>.*<\\/edXML:Subject>//; s/2021\\/06\\/24/hôm nay/' one > bad
            lint bad vi | jq -r '[.clean, ([.faults[] | select(.severity == "error") | .code] | join(","))] | @tsv'
            lint bad vi | jq -r '.faults[] | select(.code == "invalid_date") | .hint' | grep -c yyyy/MM/dd
            post bad | cut -d' ' -f1; jq -r '[.faults[] | select(.severity == "error") | .code] | join(",")' answer
            """
        let result = try Program.run("/bin/bash", ["-c", script])
        let lines = result.output.split(separator: "\n").map {
            $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        #expect(
            lines == [
                "201", "xmldsig valid true", "201", "422 signature_digest_mismatch", "201", "403 signer_not_bound",
                "422 signature_placeholder", "true valid", "signer_not_bound", "false missing_element,invalid_date",
                "1",
                "422", "missing_element,invalid_date",
            ], "\(result.errors)")
    }

    /// What `send --sign xmldsig` makes stands at the door without a CMS, and with `xmlsec1`.
    @Test func sendSignsInTheHeader() throws {
        let daemon = try RunningDaemon()
        let script = """
            set -u; cd '\(daemon.folder.path)'; a=data/certificates/agencies/H10.02; lgsp='\(try Program.lgsp)'
            echo '%PDF-1.4 thử' > letter.pdf
            send() { $lgsp send "$@" --data data --json 2>errors | jq -r .duplicate; cut -d'"' -f4 errors; }
            send letter.pdf --from H10.02 --to G22 --sign xmldsig
            send letter.pdf --from H10.02 --to G22 --sign xmldsig -o signed.edxml
            xmlsec1 --verify --enabled-key-data key-name,x509 --trusted-pem data/certificates/root.pem \\
              --untrusted-pem data/certificates/issuing.pem --pubkey-cert-pem $a/certificate.pem signed.edxml >/dev/null 2>&1 && echo stands
            send signed.edxml --sign none
            send signed.edxml --sign xmldsig
            send letter.pdf --from H10.02 --to G22 --sign pgp
            send letter.pdf --from H10.02 --to G22 --sign xmldsig --signature letter.pdf
            """
        let result = try Program.run("/bin/bash", ["-c", script])
        #expect(
            result.output.split(separator: "\n").map(String.init) == [
                "false", "stands", "false", "unreadable", "usage", "usage",
            ], "\(result.errors)")
    }
}
