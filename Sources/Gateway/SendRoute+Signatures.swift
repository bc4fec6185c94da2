internal import EdXML
internal import Exchange
internal import Platform
internal import Trust
internal import XML

/// The signatures of a message: beside it, and in its header.
extension SendRoute {
    /// What came of signatures with a message.
    struct Signatures {
        /// The detached CMS in DER; may be empty.
        let detached: [UInt8]
        /// What was read of the signature in the header, nil for none.
        let inXML: XMLSignaturePass?
        /// Its line.
        let line: Int?
    }

    /// The digest of the key that made a valid signature; empty where there is none. Every signature there is must stand.
    func signerKey(_ signatures: Signatures, _ content: [UInt8], from sender: Agency, now: Instant) throws -> [UInt8] {
        var key: [UInt8] = []
        if let pass = signatures.inXML {
            let verdict = services.xmlVerifier.verify(pass, from: sender.number.value, at: now.milliseconds)
            key = try self.key(verdict, from: sender, line: signatures.line)
        }
        if !signatures.detached.isEmpty {
            let verdict = services.verifier.verify(
                signature: signatures.detached, content: content, at: now.milliseconds)
            key = try self.key(verdict, from: sender, line: nil)
        }
        return key
    }

    private func key(_ verdict: Verdict, from sender: Agency, line: Int?) throws -> [UInt8] {
        if verdict.status == .valid, let signer = verdict.signer { return SHA256.digest(signer.publicKey.encoding) }
        var problem = Problem(verdict.code?.rawValue ?? "signature_invalid")
        problem.line = line
        problem.expected = verdict.decisive?.expected
        problem.found = verdict.decisive?.found
        problem.checks = Self.json(verdict.checks + services.binding(verdict.signer, to: sender.code))
        throw problem
    }

    /// A signer who does not speak for the sender is refused with every check of the signature, like other faults of it.
    func notBound(
        _ problem: Problem, _ signature: [UInt8], _ content: [UInt8], from sender: String, now: Instant
    ) -> Problem {
        guard !signature.isEmpty else { return problem }
        var problem = problem
        let verdict = services.verifier.verify(signature: signature, content: content, at: now.milliseconds)
        let binding = services.binding(verdict.signer, to: sender)
        problem.expected = binding.first?.expected
        problem.checks = Self.json(verdict.checks + binding)
        return problem
    }
}
