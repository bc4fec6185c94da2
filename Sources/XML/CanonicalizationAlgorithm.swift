/// The canonicalisations that signatures may use, by their identifiers.
public enum CanonicalizationAlgorithm: String, CaseIterable, Sendable {
    /// Canonical XML 1.0.
    case inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
    /// Canonical XML 1.0 with comments.
    case inclusiveWithComments = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"
    /// Exclusive XML Canonicalization 1.0.
    case exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
    /// Exclusive XML Canonicalization 1.0 with comments.
    case exclusiveWithComments = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"

    var method: CanonicalWriter.Method {
        switch self {
        case .inclusive, .inclusiveWithComments: .inclusive
        case .exclusive, .exclusiveWithComments: .exclusive
        }
    }

    var keepsComments: Bool { self == .inclusiveWithComments || self == .exclusiveWithComments }
}
