internal import CCurl

/// What libcurl asks while it works: whether a socket may be made to an address, and whether to go on.
final class ConnectionJudge {
    private let policy: AddressPolicy?
    private let isCancelled: (@Sendable () -> Bool)?
    /// Whether an address was refused since this was last set to false.
    var refused = false

    init(policy: AddressPolicy?, isCancelled: (@Sendable () -> Bool)?) {
        self.policy = policy
        self.isCancelled = isCancelled
    }

    /// Has every address judged when a socket to it is to be made, and long requests ended when nobody wants them; the
    /// handle must not outlive the judge.
    func guardConnections(of handle: UnsafeMutableRawPointer) {
        let own = unsafe Unmanaged.passUnretained(self).toOpaque()
        if policy != nil {
            unsafe lgsp_curl_set_open(
                handle,
                { context, _, address in
                    guard let context = unsafe context, let address = unsafe address else { return -1 }
                    let judge = unsafe Unmanaged<ConnectionJudge>.fromOpaque(context).takeUnretainedValue()
                    var bytes = [UInt8](repeating: 0, count: 16)
                    let count = Int(unsafe lgsp_curl_address(address, &bytes))
                    guard let target = NetworkAddress(bytes: Array(bytes.prefix(count))),
                        judge.policy?.permits(target) == true
                    else {
                        judge.refused = true
                        return -1
                    }
                    return unsafe lgsp_curl_socket(address)
                }, own)
        }
        if isCancelled != nil {
            unsafe lgsp_curl_set_progress(
                handle,
                { context, _, _, _, _ in
                    guard let context = unsafe context else { return 1 }
                    let judge = unsafe Unmanaged<ConnectionJudge>.fromOpaque(context).takeUnretainedValue()
                    return judge.isCancelled?() == true ? 1 : 0
                }, own)
        }
    }

    /// The error that a failed request is; `detail` are the library's own words where it has some.
    func error(_ code: CURLcode, detail: String = "") -> OutboundError {
        if refused {
            return OutboundError(code: .addressRefused, message: "The address is closed to connections made for others")
        }
        let message = unsafe String(cString: curl_easy_strerror(code))
        let reason: OutboundError.Code =
            switch code {
            case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST: .unreachable
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
                CURLE_SSL_CACERT_BADFILE, CURLE_USE_SSL_FAILED:
                .tlsFailed
            case CURLE_LOGIN_DENIED: .loginDenied
            case CURLE_WRITE_ERROR: .responseTooLarge
            default: .connectionBroken
            }
        return OutboundError(code: reason, message: detail.isEmpty ? message : detail)
    }
}
