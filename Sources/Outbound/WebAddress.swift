internal import CCurl

/// An address that a request can be sent to: http or https, a host, nothing secret in it.
///
/// libcurl takes it apart: what was looked at is what is connected to.
public struct WebAddress: Hashable, Sendable {
    /// The whole address.
    public let text: String
    /// The host's name, or an address without brackets.
    public let host: String

    /// The longest address, in bytes.
    public static let limit = 2_000

    /// The address in `text`; nil where the gate could never send to it.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.limit, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let url = unsafe curl_url()
        else { return nil }
        defer { unsafe curl_url_cleanup(url) }
        guard unsafe curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK else { return nil }
        func part(_ part: CURLUPart) -> String? {
            var value: UnsafeMutablePointer<CChar>?
            guard unsafe curl_url_get(url, part, &value, 0) == CURLUE_OK, let found = unsafe value else { return nil }
            defer { unsafe curl_free(found) }
            return unsafe String(cString: found)
        }
        guard let scheme = part(CURLUPART_SCHEME), ["http", "https"].contains(scheme),
            part(CURLUPART_USER) == nil, part(CURLUPART_PASSWORD) == nil, part(CURLUPART_FRAGMENT) == nil,
            let host = part(CURLUPART_HOST), !host.isEmpty
        else { return nil }
        self.text = text
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    }
}
