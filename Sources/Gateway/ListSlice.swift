internal import HTTP
internal import Platform

/// A page of a list that is short enough to be read whole; all of it where no `limit` is given.
struct ListSlice {
    private let start: Int
    private let limit: Int

    init(_ request: HTTPRequest) throws {
        start = Int(clamping: try request.cursor() ?? 0)
        limit = try request.parameter("limit") == nil ? .max : request.limit()
    }

    /// The items of the page.
    func of<Item>(_ items: [Item]) -> ArraySlice<Item> { items.dropFirst(start).prefix(limit) }

    /// Says where the next page of `count` items begins.
    func cursor(_ count: Int, to json: inout JSONText) {
        json.key("cursor")
        let next = start.addingReportingOverflow(limit)
        if next.overflow || next.partialValue >= count { json.null() } else { json.string(String(next.partialValue)) }
    }
}
