internal import HTTP

/// Keeps pages of other sites from using the certificate that a browser shows for its user.
///
/// A browser says where a request comes from (Fetch, section 3.2 `Origin`; Fetch Metadata, `Sec-Fetch-Site`); programs say
/// nothing, and are not asked.
enum CrossSite {
    /// Refuses a request that changes something and comes from another site's page.
    static func check(_ request: HTTPRequest) throws(Problem) {
        guard request.method != "GET", request.method != "HEAD" else { return }
        if let site = request.header("Sec-Fetch-Site") {
            guard site == "same-origin" || site == "none" else { throw Problem("cross_site", found: site) }
        } else if let origin = request.header("Origin") {
            guard origin.split(separator: "/").last.map(String.init) == request.header("Host") else {
                throw Problem("cross_site", found: origin)
            }
        }
    }
}
