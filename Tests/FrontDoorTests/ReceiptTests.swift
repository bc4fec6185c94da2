import Glibc
import Platform
import Testing

/// A receipt proves by itself that a document was accepted: SHA-256 and the bus's public key are enough.
@Suite struct ReceiptTests {
    /// What `Documentation/reference/api.md` says of a receipt, done with `openssl dgst` and nothing of ours.
    private static let check = """
        bytes() { sed 's/../\\\\x&/g' | xargs -0 printf '%b'; }
        hash() { openssl dgst -sha256 -r | cut -c1-64; }
        u64() { printf '%016x' $1; }
        field() { jq -r ".$1" receipt; }
        # The leaf, and up the path: without a partner a last node moves up as it is.
        leaf=$( (printf 00 | bytes; field fact | base64 -d) | hash)
        [ $leaf = $(field leaf) ] || echo the leaf differs
        node=$leaf; index=$(field index); width=$(field count); path=($(field 'path[]'))
        while [ $width -gt 1 ]; do
          if [ $((index % 2)) = 1 ]; then node=$(printf 01${path[0]}$node | bytes | hash); path=(${path[@]:1})
          elif [ $((index + 1)) -lt $width ]; then node=$(printf 01$node${path[0]} | bytes | hash); path=(${path[@]:1}); fi
          index=$((index / 2)); width=$(((width + 1) / 2))
        done
        [ ${#path[@]} = 0 ] || echo the path is too long
        [ $node = $(field root) ] || echo the root differs
        (printf lgsp-checkpoint-1; printf %s $(u64 $(field batch)) $(u64 $(field first_fact)) $(printf %08x $(field count)) \
          $(u64 $(field at_milliseconds)) $(field root) $(field previous) | bytes) > statement
        [ $(hash < statement) = $(field checkpoint) ] || echo the checkpoint differs
        openssl x509 -in $pki/bus/certificate.pem -noout -pubkey > bus.pem
        [ $(openssl pkey -pubin -in bus.pem -outform DER | hash) = $(field key) ] || echo another key
        field checkpoint | tr -d '\\n' | bytes > digest
        field signature | base64 -d > signature
        openssl dgst -sha256 -verify bus.pem -signature signature digest

        """

    @Test func opensslAloneChecksAReceipt() throws {
        let bus = try Bus()
        try #require(try bus.start(), "\(bus.errors)")
        let maker = try SignedDocument.Maker(certificates: bus.certificates, now: Int64(time(nil)) * 1_000)
        let client = try BusClient(bus, as: "agencies/\(SignedDocument.sender)")
        // Seven at once: trees with and without partners for the last node, at several places in them.
        let answers = client.send(try (0..<7).map { try maker.make("receipt-\($0)") })
        for (place, answer) in answers.enumerated() {
            guard case .acknowledged(_, let receipt) = answer else {
                Issue.record("document \(place): \(answer)")
                continue
            }
            try Files.write(Array(receipt.utf8), to: bus.folder / "receipt")
            #expect(try run(bus) == "Verified OK\n", "document \(place): \(receipt)")
        }
        // Nobody else's fact has this receipt.
        let forged = try Program.run(
            "/bin/bash",
            [
                "-c",
                "cd \"$0\"; jq -c '.fact |= (explode | .[8] = (if .[8] == 65 then 66 else 65 end) | implode)' receipt > x; "
                    + "mv x receipt", bus.folder.path,
            ])
        #expect(forged.status == 0, "\(forged.errors)")
        #expect(try run(bus).hasPrefix("the leaf differs\nthe root differs\n"))
    }

    private func run(_ bus: Bus) throws -> String {
        let script = "set -u; cd '\(bus.folder.path)'; pki='\(bus.certificates)'\n" + Self.check
        let result = try Program.run("/bin/bash", ["-c", script])
        return result.output + result.errors
    }
}
