internal import COpenSSL

/// A certification request (RFC 2986): a key whose owner proved to hold it.
///
/// Only the key is taken from a request. The name and the extensions that it asks for are the owner's word alone, so
/// that what a certificate says and allows is the authority's decision.
public struct CertificateRequest: Sendable {
    /// The subject that the request asks for, as in RFC 4514.
    public let subject: String
    /// The key, with which the request is signed.
    public let publicKey: PublicKey

    /// The request in `bytes`, DER or PEM; one whose signature does not fit its key is an error.
    public init(_ bytes: [UInt8]) throws(TrustError) {
        guard let der = try PKIFile.all(.request, in: bytes).first else {
            throw TrustError("there is no certification request in the file")
        }
        guard
            let request = unsafe OpenSSL.decoding(
                der, { unsafe d2i_X509_REQ(nil, $0, $1) }, free: { unsafe X509_REQ_free($0) })
        else { throw TrustError("not a certification request") }
        defer { unsafe X509_REQ_free(request) }
        guard let key = unsafe X509_REQ_get_pubkey(request) else { throw OpenSSL.failure("the request's key") }
        publicKey = unsafe PublicKey(KeyHandle(owning: unsafe key))
        subject = unsafe CertificateHandle.text(unsafe X509_REQ_get_subject_name(request))
        guard unsafe X509_REQ_verify(request, publicKey.handle.pointer) == 1 else {
            OpenSSL.clear()
            throw TrustError("the request's signature does not fit its key")
        }
    }
}
