import Testing

/// `lint`, `verify` and the daemon refuse the same bytes and signature with the same code, in the same words.
@Suite struct SameVerdictTests {
    @Test func theCommandLineAndTheDaemonGiveTheSameCode() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            """
            lgsp='\(try Program.lgsp)'; I=http://www.w3.org/2000/09/xmldsig# M=http://www.w3.org/2001/04/xmldsig-more#
            try() { # name, file, signature or nothing
              printf '%s ' $1; call admin -o answer -H "Lgsp-Signature: $(base64 -w0 $3 2>/dev/null)" --data-binary @$2 $url/documents
              jq -r '.code // "in"' answer > said; jq -r '.title // ""' answer > words
              $lgsp lint $2 ${3:+--signature $3} --pki $pki --json > out 2>&1; echo $? > codes
              tail -1 out | jq -r '.code // "in"' >> said; tail -1 out | jq -r '.title // ""' >> words
              if [ -n "${3:-}" ]; then $lgsp verify $3 --content $2 --pki $pki --json > out; else $lgsp verify $2 --pki $pki --json > out; fi; echo $? >> codes
              jq -r '.code // "in"' out >> said; jq -r '.title // ""' out >> words
              call admin -H "Lgsp-Signature: $(base64 -w0 $3 2>/dev/null)" --data-binary @$2 $url/lint | jq -r '.code // "in"' >> said
              echo $(sort -u said) $(sort -u words | wc -l) $(sort -u codes); }
            by() { sign $1 $2 | base64 -d > $3; }
            document H10.02 G22 1 > good.edxml; by good.edxml $A good.p7s
            sed 's/<edXML:Subject>.*Subject>//' good.edxml > a.edxml; by a.edxml $A a.p7s; try structure a.edxml a.p7s
            sed 's/2021.06.24/24-06-2021/' good.edxml > b.edxml; try date b.edxml good.p7s
            head -c 700 good.edxml > c.edxml; try cut c.edxml good.p7s
            sed 's/^<edXML /<!DOCTYPE a><edXML /' good.edxml > d.edxml; try type d.edxml good.p7s
            document X99 G22 1 > e.edxml; by e.edxml $A e.p7s; try sender e.edxml e.p7s
            document ../admin G22 1 > path.edxml; try path path.edxml good.p7s
            by good.edxml $B f.p7s; try signer good.edxml f.p7s
            sed 's/thử/thứ/' good.edxml > g.edxml; try digest g.edxml good.p7s
            try none good.edxml
            head -c 300 /dev/zero > h.p7s; try garbage good.edxml h.p7s; head -c 500 good.p7s > i.p7s; try half good.edxml i.p7s
            document H10.02 G22 1 MẬT > j.edxml; by j.edxml $B j.p7s; try secret j.edxml j.p7s
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout x.pem -out y.pem -days 2 -subj /CN=H10.02 2>/dev/null
            mkdir $pki/own; mv x.pem $pki/own/key.pem; mv y.pem $pki/own/certificate.pem; by good.edxml own k.p7s; try stranger good.edxml k.p7s
            bare() { openssl cms -sign -binary -nocerts -in $1 -signer $pki/$2/certificate.pem -inkey $pki/$2/key.pem -outform DER -out $3; }
            bare good.edxml own l.p7s; try unknown good.edxml l.p7s; bare good.edxml $B m.p7s; try registered good.edxml m.p7s
            xml() { sed "s|</edXML:MessageHeader>|&<Signature xmlns=\\"$I\\"><SignedInfo><CanonicalizationMethod Algorithm=\\"http://www.w3.org/2001/10/xml-exc-c14n#\\"/><SignatureMethod Algorithm=\\"${M}ecdsa-sha256\\"/><Reference URI=\\"\\"><Transforms><Transform Algorithm=\\"${I}enveloped-signature\\"/></Transforms><DigestMethod Algorithm=\\"http://www.w3.org/2001/04/xmlenc#sha256\\"/><DigestValue/></Reference></SignedInfo><SignatureValue/><KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo></Signature>|" $3 > t; xmlsec1 --sign --privkey-pem $pki/$1/key.pem,$pki/$1/certificate.pem --output $2 t; }
            xml $B n.edxml good.edxml; try xml n.edxml; document H10.02 G22 5 > good5; xml $A o.edxml good5; sed 's/thử/thứ/' o.edxml > p.edxml; try changed p.edxml; try both p.edxml good.p7s
            sed 's/DigestValue>[^<]*</DigestValue>mẫu</' n.edxml > q.edxml; try sample q.edxml
            openssl cms -sign -binary -nodetach -in good.edxml -signer $pki/$A/certificate.pem -inkey $pki/$A/key.pem -outform DER -out r.p7s; try attached good.edxml r.p7s
            bare good.edxml $A s.p7s; try ok good.edxml s.p7s; try xmlok o.edxml
            document 000.00.02.H10 G22 9 > u.edxml; by u.edxml $A u.p7s; try old u.edxml u.p7s
            """)
        #expect(
            lines == [
                "structure missing_element 1 2", "date invalid_date 1 2", "cut not_well_formed 1 2",
                "type dtd_forbidden 1 2", "sender unknown_sender 1 2", "path unknown_sender 1 2",
                "signer signer_not_bound 1 2",
                "digest signature_digest_mismatch 1 2", "none signature_missing 1 2", "garbage signature_malformed 1 2",
                "half signature_malformed 1 2", "secret state_secret 1 2", "stranger issuer_unknown 1 2",
                "unknown signer_unknown 1 2", "registered signer_not_bound 1 2", "xml signer_not_bound 1 2",
                "changed signature_digest_mismatch 1 2", "both signature_digest_mismatch 1 2",
                "sample signature_placeholder 1 2", "attached signature_malformed 1 2", "ok in 1 0", "xmlok in 1 0",
                "old in 1 0",
            ], "\(lines)")
    }

    @Test func aCMSOverOtherContentIsJudgedForItsSignatureOnly() throws {
        let folder = try TemporaryFolder()
        let script = """
            cd '\(folder.path)'; lgsp='\(try Program.lgsp)'; $lgsp pki init --certificates p >/dev/null 2>&1; $lgsp pki issue H1 --certificates p >/dev/null 2>&1
            sign() { openssl cms -sign -binary -in $1 -signer p/agencies/H1/certificate.pem -inkey p/agencies/H1/key.pem -outform DER -out $1.p7s; }
            v() { $lgsp verify "$@" > out 2>/dev/null; echo $? $(head -1 out) $(cut -f1,2 out | grep -cE '^(signature cms|structure)\t(passed|failed)$'); }
            echo 'any <edXML> text' > text; sign text; v text.p7s --content text --pki p
            echo '<edXML/>' > root; sign root; v root.p7s --content root --trust p/root.pem --untrusted p/issuing.pem --crl p/crl.pem
            cp text named.edxml; sign named.edxml; v named.edxml.p7s --content named.edxml --pki p; v named.edxml --pki p
            echo '<a/>' > other.xml; v other.xml --pki p; v text --pki p
            $lgsp lint named.edxml --signature text.p7s 2>&1 | head -1; $lgsp lint root root --signature text.p7s --pki p 2>&1 | head -1; $lgsp verify text 2>&1 | head -1
            $lgsp lint root --pki nowhere 2>&1 | grep -o 'lgsp: [a-z]*'
            """
        let result = try Program.run("/bin/bash", ["-c", script])
        #expect(
            result.output.split(separator: "\n").map(String.init) == [
                "0 valid 1", "2 invalid unknown_root 2", "2 invalid bytes_before_declaration 1",
                "2 invalid bytes_before_declaration 0", "2 absent signature_missing 0", "65 0",
                "lgsp: usage: --signature needs --pki or --trust.", "lgsp: usage: --signature is that of one FILE.",
                "lgsp: usage: --pki DIR or --trust PEM is needed.", "lgsp: unreadable",
            ], "\(result.output)\(result.errors)")
    }
}
