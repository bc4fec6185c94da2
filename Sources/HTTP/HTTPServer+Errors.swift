internal import CHTTPErrors
internal import CMicroHTTPD
internal import Platform

/// The answers that libmicrohttpd gives on its own: to a head that is too large or broken, to chunks that are none.
extension HTTPServer {
    /// Has them worded by the handler of the connection's server. The connection is closed after each.
    static func wordErrors() {
        unsafe lgsp_http_answer_errors { connection, status in
            guard let connection = unsafe connection, let status = unsafe status,
                let known = unsafe HTTPServer.known(connection)
            else { return nil }
            let exchange = known.exchange.withLock { $0?.exchange }
            let target = known.heard.withLock { $0 }.map { $0.path ?? "" } ?? exchange?.target
            let answer = unsafe known.handler.answer(to: .refused(status: Int(status.pointee)), target: target)
            known.enter(.sending)
            unsafe status.pointee = UInt32(answer.status)
            return unsafe HTTPServer.made(answer, connection)
        }
    }
}
