internal import HTTP

/// Finds the operation of a request.
struct APIRoutes: Sendable {
    /// All operations, in order.
    let operations: [APIOperation]
    private let byPlace: [String: [Int]]

    init(_ operations: [APIOperation]) {
        self.operations = operations
        var byPlace: [String: [Int]] = [:]
        for (index, operation) in operations.enumerated() {
            byPlace["\(operation.parts.count)\(operation.parts.first ?? "")", default: []].append(index)
        }
        self.byPlace = byPlace
    }

    /// The operation for a path below the root, with the values of its variables, or why there is none: the path, or
    /// only the method.
    func find(
        _ method: String, _ path: ArraySlice<String>
    ) throws(Problem) -> (operation: APIOperation, arguments: [String]) {
        var methods: [String] = []
        for index in byPlace["\(path.count)\(path.first ?? "")"] ?? [] {
            guard let arguments = operations[index].arguments(in: path) else { continue }
            if operations[index].method == method { return (operations[index], arguments) }
            methods.append(operations[index].method)
        }
        guard methods.isEmpty else {
            var problem = Problem("method_not_allowed", found: method)
            problem.allowed = methods
            throw problem
        }
        throw Problem("operation_unknown", found: path.joined(separator: "/"))
    }
}
