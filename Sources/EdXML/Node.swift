/// An element as read: what the fields are taken from. Only elements of the standard's namespace become nodes.
final class Node {
    let name: String
    let line: Int
    let column: Int
    var text = ""
    var children: [Node] = []

    init(name: String, line: Int, column: Int) {
        self.name = name
        self.line = line
        self.column = column
    }

    func all(_ name: String) -> [Node] { children.filter { $0.name == name } }

    func first(_ name: String) -> Node? { children.first { $0.name == name } }

    /// The text without the white space around it.
    var value: String {
        var text = Substring(text)
        while let first = text.unicodeScalars.first, first == " " || first == "\n" || first == "\r" || first == "\t" {
            text = text.dropFirst()
        }
        while let last = text.unicodeScalars.last, last == " " || last == "\n" || last == "\r" || last == "\t" {
            text = text.dropLast()
        }
        return String(text)
    }

    /// The value at a path of names; empty where there is none.
    func value(_ path: String...) -> String {
        var node: Node? = self
        for name in path { node = node?.first(name) }
        return node?.value ?? ""
    }
}
