public import Trust

/// The gallery: messages that are broken in exactly one way each, for tests of receivers (RFC 5652, XML Signature,
/// QCVN 102:2016/BTTTT).
///
/// All that is not the one broken thing is right: a broken certificate is the PKI's own for the sender's own key, a
/// broken message is signed. So the code that it is refused with has one reason only.
public enum Gallery {
    /// The cases, controls first, of documents from one agency to another.
    ///
    /// One certificate is issued and revoked, and the lists of authorities that issued broken certificates are put into
    /// the PKI's `crl.pem`, in place of those of an earlier gallery. `now` is in milliseconds since 1970.
    public static func make(pki: DemoPKI, from: Party, to: Party, now: Int64) throws -> [GalleryCase] {
        for party in [from, to] where now < party.certificate.notBefore || now > party.certificate.notAfter {
            throw TrustError("the certificate of \(party.code) is not valid now")
        }
        let workshop = Workshop(pki: pki, from: from, to: to, now: now)
        try workshop.addControls()
        try workshop.addCertificates()
        try workshop.addCMS()
        try workshop.addXMLSignatures()
        try workshop.addWrappings()
        try workshop.addMarkup()
        try workshop.addStructures()
        try workshop.addValues()
        try workshop.addAttachments()
        try workshop.addStatuses()
        try workshop.addExchange()
        return workshop.cases
    }
}
