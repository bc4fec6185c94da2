import EdXML
import Testing
import Trust

/// Every case of `lgsp pki broken` at the daemon's door: the code that it is made for, and no other.
@Suite struct GalleryTests {
    /// A line of the index, and what became of the case.
    struct Line {
        let name: String
        /// `-` for a control.
        let code: String
        let place: String
        var status = ""
        /// The code of the answer, `-` for none.
        var answer = ""
        /// All codes of errors in the message and of checks that failed, `-` for none.
        var all = ""
        /// What `lint?strict=1` says of the message, all codes.
        var strict = ""
    }

    /// A gallery of a daemon whose sender has a key of `type`, and what its door says.
    struct Sent {
        let daemon: RunningDaemon
        let lines: [Line]
        let errors: String

        init(_ type: String) throws {
            daemon = try RunningDaemon()
            let url = try #require(daemon.ready.split(separator: "\"").first { $0.hasPrefix("https://") })
            let script = """
                set -u; cd '\(daemon.folder.path)'; export LGSP_DATA=data LGSP_CERTIFICATES=data/certificates lgsp='\(try Program.lgsp)'
                url=\(url)/api/v1 me=data/certificates/agencies/H10.05
                if [ \(type) != p-256 ]; then
                  $lgsp pki issue H10.05 --key \(type) --force && $lgsp pki bind H10.05 $me/certificate.pem
                fi >/dev/null 2>&1
                $lgsp pki broken >table 2>next || { cat next >&2; exit 1; }
                # One curl for all: `ask URL FOLDER NAME` writes what it shall do.
                ask() { printf 'cacert = data/certificates/root.pem\\ncert = %s\\nkey = %s\\n' $me/certificate.pem $me/key.pem
                  printf 'header = "Content-Type: application/edxml+xml"\\ndata-binary = @gallery/%s/message.edxml\\n' $3
                  printf 'url = "%s"\\noutput = %s/%s\\nwrite-out = "%s\\\\t%%{http_code}\\\\n"\\n' "$1" $2 $3 $3
                  if [ $2 = answers ] && [ -f gallery/$3/signature.p7s ]; then
                    printf 'header = "Lgsp-Signature: %s"\\n' "$(base64 -w0 gallery/$3/signature.p7s)"
                  fi; echo next; }
                mkdir answers strict; names=$(tail -n +2 gallery/index.tsv | cut -f1)
                for name in $names; do ask "$url/lint?strict=1" strict $name; ask $url/documents answers $name; done > requests
                # The daemon looks at the CRL four times a second.
                r=gallery/crl_expired; for i in $(seq 100); do
                  curl --silent --cacert data/certificates/root.pem --cert $me/certificate.pem --key $me/key.pem --data-binary @$r/message.edxml \\
                    -H "Lgsp-Signature: $(base64 -w0 $r/signature.p7s)" $url/lint | grep -q crl_expired && break; sleep 0.1; done
                curl --silent -K requests | grep -v '\\s200$' > statuses
                jq -r '[.faults[].code] | unique | if . == [] then "-" else join(",") end' $(for name in $names; do echo strict/$name; done) > said
                jq -r '[if .type then .code else "-" end, if .type then ([.code, (.faults[]? | select(.severity == "error") | .code),
                  (.checks[]? | .code)] | map(values) | unique | join(",")) else "-" end] | @tsv' \\
                  $(for name in $names; do echo answers/$name; done) > codes
                tail -n +2 gallery/index.tsv | cut -f1-3 | join -t "$(printf '\\t')" --nocheck-order - statuses | paste - codes said
                """
            let result = try Program.run("/bin/bash", ["-c", script])
            errors = result.errors
            lines = result.output.split(separator: "\n").compactMap { text in
                let fields = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                guard fields.count == 7 else { return nil }
                return Line(
                    name: fields[0], code: fields[1], place: fields[2], status: fields[3], answer: fields[4],
                    all: fields[5], strict: fields[6])
            }
        }
    }

    /// Codes that come with another of the same cause; each with the reason.
    static let companions = [
        // A key that nobody registers.
        "key_too_weak": ["signer_not_bound"]
    ]

    @Test(arguments: ["p-256", "rsa-2048"])
    func everyCaseIsRefusedForItsOwnReason(type: String) throws {
        let sent = try Sent(type)
        #expect(sent.lines.count > 200, "\(sent.errors)")
        for line in sent.lines {
            let isTaken = line.place == "-" || line.place == "strict"
            #expect(line.answer == (isTaken ? "-" : line.code), "\(line)")
            #expect((line.status == "201") == isTaken, "\(line)")
            if !isTaken {
                let allowed = [line.code] + (Self.companions[line.name] ?? [])
                #expect(line.all.split(separator: ",").allSatisfy { allowed.contains(String($0)) }, "\(line)")
            }
            switch line.place {
            case "strict": #expect(line.strict == line.code, "\(line)")
            case "-": #expect(line.strict == "-", "\(line)")
            default: break
            }
        }
        if type == "p-256" { try tryTheReadme(sent) }
    }

    /// The README's own script finds all well; its answers are those of a repetition.
    private func tryTheReadme(_ sent: Sent) throws {
        let url = try #require(sent.daemon.ready.split(separator: "\"").first { $0.hasPrefix("https://") })
        let text = String(decoding: try Program.read(sent.daemon.folder / "gallery/README.md"), as: UTF8.self)
        let block = try #require(text.split(separator: "```sh\n").last?.split(separator: "```").first)
        let script = block.split(separator: "https://127.0.0.1:8443", omittingEmptySubsequences: false)
        try #require(script.count == 2)
        let result = try Program.run(
            "/bin/sh", ["-c", "cd '\(sent.daemon.folder.path)'\n" + script.joined(separator: url)])
        #expect(result.output == "" && result.errors == "")
    }

    /// `lint` and `verify` with the PKI's folder say of every case what the door says of it, but for what only the door
    /// can know.
    @Test func lintAndVerifySayTheSame() throws {
        let gallery = try Offline()
        let script = """
            cd '\(gallery.folder.path)'; lgsp='\(try Program.lgsp)'
            for name in $(tail -n +2 gallery/index.tsv | cut -f1); do
              f=gallery/$name; if [ -f $f/signature.p7s ]; then s="--signature $f/signature.p7s" v="$f/signature.p7s --content"; else s= v=; fi
              $lgsp lint $f/message.edxml $s --pki pki --json > out 2>/dev/null; echo $? >> lint.status; tail -n 1 out >> lint
              $lgsp verify $v $f/message.edxml --pki pki --json >> verify 2>/dev/null; echo $? >> verify.status
              [ ! -f $f/certificate.pem ] || $lgsp verify $f/certificate.pem --pki pki --json | jq -r "\\"$name \\" + (.code // \\"-\\")" >> certificates
            done
            for verb in lint verify; do jq -r '.code // "-"' $verb > $verb.code; done
            tail -n +2 gallery/index.tsv | cut -f1 | paste - lint.status lint.code verify.status verify.code
            sed 's/ /\\t/' certificates
            jq -r '.checks[] | select(.code) | "refused\\t" + .name + "\\t" + .code' verify | sort -u
            jq -r '.checks | select(length > 0) | map(.name) | "order\\t" + join(" ") + "\\t-\\t-"' verify | sort -u
            """
        let result = try Program.run("/bin/bash", ["-c", script])
        let said = result.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        let all = said.filter { $0.count == 5 }
        try #require(all.map { $0[0] } == gallery.lines.map(\.name), "\(result.errors)")
        for (line, said) in zip(gallery.lines, all) {
            let isTaken = line.place == "-" || line.place == "strict"
            let expected = isTaken ? ["0", "-", "0", "-"] : ["2", line.code, "2", line.code]
            let allowed = line.place == "daemon" ? [expected, ["0", "-", "0", "-"]] : [expected]
            #expect(allowed.contains(Array(said.dropFirst())), "\(line) \(said)")
        }
        try compareWithReference(said)
        // A broken certificate alone is refused for the same; the one that is not registered has no other fault.
        let certificates = said.filter { $0.count == 2 }
        #expect(certificates.count > 15)
        for words in certificates {
            let code = gallery.lines.first { $0.name == words[0] }?.code
            #expect(words[1] == (words[0] == "signer_unknown" ? "-" : code), "\(words)")
        }
    }

    /// The table of checks in `pki.md`: every check in its order, refused with the codes that it says, and no others.
    private func compareWithReference(_ said: [[String]]) throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        let text = String(decoding: try Program.read("\(root)/Documentation/reference/pki.md"), as: UTF8.self)
        var names: [String] = []
        var documented: Set<[String]> = []
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map(String.init)
            guard cells.count == 3 else { continue }
            let name = String(cells[0].split(separator: "`")[1])
            if !names.contains(name) { names.append(name) }
            for code in cells[2].split(separator: "`") where !code.contains(" ") {
                documented.insert([name, String(code)])
            }
        }
        let refused = Set(said.filter { $0.count == 3 && $0[0] == "refused" }.map { Array($0.dropFirst()) })
        #expect(refused.subtracting(documented).isEmpty)
        // OpenSSL says this of an authority only where its usage as one was not asked for before.
        #expect(documented.subtracting(refused).isSubset(of: [["key_usage", "chain_invalid"]]))
        let orders = said.filter { $0.first == "order" }.map { $0[1].split(separator: " ").map(String.init) }
        #expect(orders.count >= 4)
        for order in orders { #expect(order == names.filter { order.contains($0) }, "\(order)") }
        #expect(Set(orders.joined()) == Set(names))
        for code in TrustCode.allCases { #expect(documented.contains { $0[1] == code.rawValue }, "\(code)") }
    }

    /// Codes that no message of a gallery can come to.
    static let exceptions = [
        EdXMLCode.sizeExceeded.rawValue: "takes a message of more than 100 MB"
    ]

    @Test func everyCodeOfReaderAndVerifierHasItsCase() throws {
        let gallery = try Offline()
        let made = Set(gallery.lines.map(\.code))
        let codes = EdXMLCode.allCases.map(\.rawValue) + TrustCode.allCases.map(\.rawValue)
        for code in codes where Self.exceptions[code] == nil { #expect(made.contains(code), "\(code)") }
        for code in Self.exceptions.keys { #expect(codes.contains(code) && !made.contains(code), "\(code)") }
        let known = try Program.lgsp("errors").output.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
        for code in made where code != "-" { #expect(known.contains(code[...]), "\(code)") }
        #expect(Set(gallery.lines.map(\.name)).count == gallery.lines.count)
    }

    /// What is not the broken thing is right, by the word of other programs: CMS signatures stand with `openssl` but
    /// where the signature is what is broken, and the XML signatures of these cases with `xmlsec1`.
    @Test func otherProgramsFindTheRestRight() throws {
        let gallery = try Offline()
        let script = """
            cd '\(gallery.folder.path)'; pki=pki/agencies/H10.05; qcvn=http://www.mic.gov.vn/TBT/QCVN_102_2016
            grep -vE '^(name|cms_|xmldsig_|wrapping_)' gallery/index.tsv | cut -f1 | while read -r name; do
              [ -f gallery/$name/signature.p7s ] || continue
              more=; [ -f gallery/$name/certificate.pem ] && more="-certfile gallery/$name/certificate.pem"
              openssl cms -verify -binary -inform DER -in gallery/$name/signature.p7s -content gallery/$name/message.edxml \\
                -noverify $more -out /dev/null 2>/dev/null && echo cms || echo "cms $name"
            done | sort | uniq -c
            for name in control_xmldsig_{inclusive,inclusive_comments,exclusive,exclusive_comments,no_key_info} \\
              control_comment_in_field control_cdata_and_references \\
              wrapping_{field,field_in_object,object,second_envelope,second_header,signature_in_body,unknown_element,second_signature} \\
              xmldsig_{header_only,xpath_transform,xpointer_reference,reference_without_uri,two_references,sha1_digest} \\
              xmldsig_{sha1_signature,key_value,retrieval_method,object,second_signature,canonical_xml_11,other_certificate}; do
              xmlsec1 --verify --enabled-key-data key-name,x509 --trusted-pem pki/root.pem --untrusted-pem pki/issuing.pem \\
                --pubkey-cert-pem $pki/certificate.pem --id-attr:Id $qcvn:edXMLEnvelope --id-attr:Id $qcvn:MessageHeader \\
                --id-attr:Id $qcvn:Subject gallery/$name/message.edxml >/dev/null 2>&1 && echo xml || echo "xml $name"
            done | sort | uniq -c
            """
        let result = try Program.run("/bin/bash", ["-c", script])
        let lines = result.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        try #require(lines.count == 2, "\(result.output)")
        #expect(lines[0].last == "cms" && (lines[0].first.flatMap { Int($0) } ?? 0) > 100, "\(result.output)")
        #expect(lines[1] == ["28", "xml"])
    }

    @Test func noKeyIsLeftBehindAndNothingElseIsWrittenOver() throws {
        let gallery = try Offline()
        let folder = gallery.folder
        let found = try Program.run("/bin/sh", ["-c", "grep -rl 'PRIVATE KEY' '\(folder / "gallery")' | wc -l"])
        #expect(found.output == "0\n")
        // Made again, it is a gallery still.
        #expect(try Offline.make(folder, ["--json"]).output.split(separator: "\n").count == gallery.lines.count)
        _ = try Program.run("/bin/mkdir", [folder / "full"])
        _ = try folder.write("full/README.md", "mine")
        let refused = try Program.lgsp("pki", "broken", "--certificates", folder / "pki", "-o", folder / "full")
        #expect(refused.status == 65 && refused.errors.hasPrefix("lgsp: folder_in_use: "))
        let missing = try Offline.make(folder, ["--from", "H10.99"])
        #expect(missing.status == 78 && missing.errors.hasPrefix("lgsp: identity_missing: "))
        #expect(try Offline.make(folder, ["--from", "H10.31", "--to", "H10.31"]).status == 64)
    }

    /// A gallery without a daemon.
    struct Offline {
        let folder: TemporaryFolder
        let lines: [Line]

        init() throws {
            folder = try TemporaryFolder()
            #expect(try Program.lgsp("pki", "init", "--certificates", folder / "pki").status == 0)
            for code in ["H10.05", "H10.31"] {
                #expect(try Program.lgsp("pki", "issue", code, "--certificates", folder / "pki").status == 0)
            }
            let result = try Self.make(folder)
            #expect(result.status == 0, "\(result.errors)")
            lines = String(decoding: try Program.read(folder / "gallery/index.tsv"), as: UTF8.self)
                .split(separator: "\n").dropFirst().map { text in
                    let fields = text.split(separator: "\t").map(String.init)
                    return Line(name: fields[0], code: fields[1], place: fields[2])
                }
        }

        static func make(_ folder: TemporaryFolder, _ more: [String] = []) throws -> Program.Result {
            try Program.run(
                Program.lgsp, ["pki", "broken", "--certificates", folder / "pki", "-o", folder / "gallery"] + more)
        }
    }
}
