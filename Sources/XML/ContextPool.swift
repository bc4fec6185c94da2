internal import Platform
internal import CLibXML2

/// Contexts of libxml2 between two parses, so that not every message pays for making one.
///
/// A context is used by one thread at a time: whoever takes it owns it until it is given back, and only one that read
/// a whole document without a fault is given back.
@safe struct ContextPool: ~Copyable {
    /// A context on its way between threads; it has one owner at a time.
    @safe private struct Idle: @unchecked Sendable {
        let context: xmlParserCtxtPtr
    }

    static let shared = ContextPool()

    /// More threads than that parse at the same time only for moments.
    private static let limit = 16
    private let idle = Monitor<[Idle]>([])

    /// Runs `body` with a context; `body` says whether it can be used again.
    @unsafe func with<T>(_ body: (xmlParserCtxtPtr) -> (T, isClean: Bool)) -> T? {
        let known = unsafe idle.withLock { unsafe $0.popLast()?.context }
        guard let context = unsafe known ?? lgsp_xml_context() else { return nil }
        let (result, isClean) = unsafe body(context)
        let mayStay = unsafe isClean && lgsp_xml_is_fresh(context) != 0
        if !mayStay || !give(unsafe Idle(context: context)) { unsafe lgsp_xml_free(context) }
        return result
    }

    private func give(_ context: Idle) -> Bool {
        idle.withLock { idle in
            guard idle.count < Self.limit else { return false }
            idle.append(context)
            return true
        }
    }
}
