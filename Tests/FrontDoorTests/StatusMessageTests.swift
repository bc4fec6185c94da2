import Testing

/// Statuses as edXML messages of their own, and a document asked back.
@Suite struct StatusMessageTests {
    /// `status FROM ISSUER DOCUMENTID CODE [REASON]` writes a status message.
    private static let status = """
        status() { cat <<END
        <?xml version="1.0" encoding="UTF-8"?>
        <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
        <edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
        <edXML:From><edXML:OrganId>$1</edXML:OrganId><edXML:OrganName>$1</edXML:OrganName></edXML:From>
        <edXML:ResponseFor><edXML:OrganId>$2</edXML:OrganId><edXML:Code>1/TT</edXML:Code>
        <edXML:PromulgationDate>2021/06/24</edXML:PromulgationDate><edXML:DocumentId>$3</edXML:DocumentId></edXML:ResponseFor>
        <edXML:StatusCode>$4</edXML:StatusCode><edXML:Description>${5:-}</edXML:Description>
        <edXML:Timestamp>2021/06/24 10:00:00</edXML:Timestamp>
        </edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>
        END
        }
        said() { grep -o '"effect":"[a-z]*"' answer; echo; }

        """

    @Test func aSignedStatusMessageTakesTheWayOfADocument() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            Self.status + """
                document H10.02 G22 1 > a.edxml; post $A a.edxml "$(sign a.edxml $A)"
                D=H10.02,2021,1
                status G22 H10.02 $D 03 > s.edxml; s=$(sign s.edxml $B)
                post $B s.edxml "$s"; said
                post $B s.edxml "$s"; said
                status G22 H10.02 $D 01 > l.edxml; post $B l.edxml "$(sign l.edxml $B)"; said
                call $A "$url/inbox/H10.02" | grep -o '"status":"0[0-9]"'
                post $B s.edxml
                post $B s.edxml "$(sign s.edxml $A)"
                post $A s.edxml "$s"
                sed s/03/04/ s.edxml > t.edxml; post $B t.edxml "$s"
                status G22 H10.02 H10.02,2021,9 03 | sed 's|1/TT|9/TT|' > n.edxml; post $B n.edxml "$(sign n.edxml $B)"
                status G01 H10.02 $D 03 > o.edxml; post agencies/G01 o.edxml "$(sign o.edxml agencies/G01)"
                status G22 H10.02 $D 15 > r.edxml; post $B r.edxml "$(sign r.edxml $B)"
                status G22 H10.02 $D 02 > m.edxml; post $B m.edxml "$(sign m.edxml $B)"
                status H10.02 G22 $D 13 'Gửi nhầm' > q.edxml; post $A q.edxml "$(sign q.edxml $A)"; said
                post $B r.edxml "$(sign r.edxml $B)"; said
                call admin $url/statistics | grep -o '"statuses":{[^}]*}'
                """)
        #expect(
            lines == [
                "201", "201", #""effect":"moves""#, "201", #""effect":"repeats""#, "201", #""effect":"late""#,
                #""status":"03""#, #""status":"01""#, #"422 "code":"signature_missing""#,
                #"403 "code":"signer_not_bound""#, #"403 "code":"caller_not_sender""#,
                #"422 "code":"signature_digest_mismatch""#, #"422 "code":"status_document_unknown""#,
                #"422 "code":"status_document_unknown""#, #"409 "code":"status_out_of_order""#,
                #"422 "code":"reason_missing""#, "201", #""effect":"moves""#, "201", #""effect":"moves""#,
                #""statuses":{"01":1,"03":1,"13":1,"15":1}"#,
            ])
    }

    @Test func aStatusMayComeInOneRequestWithItsDocument() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            Self.status + """
                document H10.02 H10.02 1 > a.edxml; status H10.02 H10.02 H10.02,2021,1 01 > s.edxml
                for f in a s; do openssl cms -sign -binary -in $f.edxml -signer $pki/$A/certificate.pem -inkey $pki/$A/key.pem -outform DER -out $f.p7s; done
                call $A -F document=@s.edxml -F signature=@s.p7s -F document=@a.edxml -F signature=@a.p7s -o answer -w '%{http_code}\\n' $url/documents
                grep -o '"status":[0-9]*' answer; said
                """)
        #expect(lines == ["200", #""status":201"#, #""status":201"#, #""effect":"moves""#])
    }

    @Test func aDocumentIsAskedBackAndTheReceiversAnswer() throws {
        let daemon = try RunningDaemon()
        let lgsp = try Program.lgsp
        let lines = try curl(
            daemon,
            """
            recall() { who=$1 body=$2; shift 2; call $who -o answer -w '%{http_code} ' --data "$body" $url/documents/$id/recall; grep -oE '"(code|effect)":"[a-z_0-9]*"' answer | tr '\\n' ' '; echo; }
            document H10.02 G22 1 > a.edxml; post $A a.edxml "$(sign a.edxml $A)"
            id=$(grep -o '"id":"[^"]*"' answer | cut -d'"' -f4)
            recall $B '{"answer":"agree"}'
            recall $A '{}'
            recall $A '{"reason":"Gửi nhầm"}'
            recall $B '{"reason":"Tôi không phải bên gửi"}'
            recall agencies/G01 '{"reason":"x"}'
            recall $B '{"answer":"perhaps"}'
            recall $B '{"answer":"refuse"}'
            call $A "$url/inbox/H10.02" | grep -o '"status":"16"'
            '\(lgsp)' recall $id --reason Again --as H10.02 --data data --json 2>/dev/null | grep -o '"effect":"[a-z]*"'
            '\(lgsp)' recall $id --answer agree --as G22 --data data --json 2>/dev/null | grep -o '"code":"15"'
            """)
        #expect(
            lines == [
                "201", #"409 "code":"status_out_of_order""#, #"422 "code":"reason_missing""#,
                #"201 "code":"13" "effect":"moves""#, #"403 "code":"not_permitted""#, #"404 "code":"not_found""#,
                #"400 "code":"bad_request""#, #"201 "code":"16" "effect":"moves""#, #""status":"16""#,
                #""effect":"moves""#, #""code":"15""#,
            ])
    }
}
