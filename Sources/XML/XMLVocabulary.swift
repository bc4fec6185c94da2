internal import Glibc

/// The names a consumer knows, numbered, so that an element is recognised without a `String`.
///
/// Its tables never change once made, and live as long as it does: sharing it is safe.
@safe public final class XMLVocabulary: Sendable {
    /// The names in the order of their numbers.
    public let names: [String]
    /// The namespaces in the order of their numbers.
    public let namespaces: [String]

    /// All names and namespaces, each closed by a NUL.
    private nonisolated(unsafe) let text: UnsafeMutablePointer<CChar>
    private let nameStarts: [Int]
    private let namespaceStarts: [Int]
    /// Open addressing: the number of a name, or -1.
    private let table: [Int16]
    private let mask: UInt32

    /// A vocabulary of up to 1,000 names and some namespaces.
    public init(names: [String], namespaces: [String]) {
        self.names = names
        self.namespaces = namespaces
        let all = names + namespaces
        unsafe text = .allocate(capacity: all.reduce(1) { $0 + $1.utf8.count + 1 })
        var starts: [Int] = []
        var at = 0
        for word in all {
            starts.append(at)
            for byte in word.utf8 {
                unsafe text[at] = CChar(bitPattern: byte)
                at += 1
            }
            unsafe text[at] = 0
            at += 1
        }
        nameStarts = Array(starts[..<names.count])
        namespaceStarts = Array(starts[names.count...])
        var size = 64
        while size < names.count * 4 { size *= 2 }
        mask = UInt32(size - 1)
        var table = [Int16](repeating: -1, count: size)
        for (number, word) in names.enumerated() {
            var slot = Int(Self.hash(word.utf8) & mask)
            while table[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            table[slot] = Int16(truncatingIfNeeded: number)
        }
        self.table = table
    }

    deinit { unsafe text.deallocate() }

    /// The number of the name that ends at a NUL, or nil.
    @unsafe func number(of name: UnsafePointer<UInt8>) -> Int? {
        var hash: UInt32 = 2_166_136_261
        var at = 0
        while unsafe name[at] != 0 {
            hash = (hash ^ UInt32(unsafe name[at])) &* 16_777_619
            at += 1
        }
        var slot = Int(hash & mask)
        while table[slot] >= 0 {
            let number = Int(table[slot])
            if unsafe strcmp(text + nameStarts[number], UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)) == 0
            {
                return number
            }
            slot = (slot + 1) & Int(mask)
        }
        return nil
    }

    /// The number of the namespace that ends at a NUL, or nil.
    @unsafe func namespaceNumber(of uri: UnsafePointer<UInt8>) -> Int? {
        namespaceStarts.firstIndex {
            unsafe strcmp(text + $0, UnsafeRawPointer(uri).assumingMemoryBound(to: CChar.self)) == 0
        }
    }

    private static func hash(_ name: String.UTF8View) -> UInt32 {
        name.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
    }
}
