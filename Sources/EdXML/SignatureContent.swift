internal import XML

/// Position of the pass inside a `Signature` element.
///
/// Programs in the field write a `Signature` in the standard's own namespace. Its `Reference` (XML Signature, 4.4.3) then
/// has the very name of the manifest's, and is told from it by its place alone: right in `SignedInfo` or `Manifest`, with
/// nothing of the standard inside.
struct SignatureContent {
    private enum Part { case list, reference, other }

    private static let lists = ["SignedInfo", "Manifest"]

    /// The open elements inside the signature, the innermost last.
    private var open: [Part] = []
    private var references = 0

    /// Takes the beginning of an element; false where it is one of the standard that a signature has no place for, though
    /// in a wrong place it could be read as a part of the message.
    mutating func start(_ element: borrowing XMLElementStart, _ name: ElementName?) -> Bool {
        guard element.namespaceNumber != ElementName.Namespace.signature.rawValue else {
            // Names of the XML Signature namespace are unambiguous here.
            open.append(.other)
            return true
        }
        guard let name else {
            open.append(Self.lists.contains(element.name) ? .list : .other)
            return true
        }
        if name == .reference, references == 0, open.last == .list {
            open.append(.reference)
            references += 1
            return true
        }
        open.append(.other)
        return references == 0 && !name.isStructural
    }

    mutating func end() { if open.popLast() == .reference { references -= 1 } }
}
