/// Text as it is searched: words without marks and case, so that `Quyết định` and `quyet dinh` are the same.
public enum FoldedText {
    /// What of a longer word is kept, in characters.
    public static let wordLimit = 64

    /// The words of `text` in order: runs of letters and digits, in lower case, without accents and tone marks, đ as d.
    ///
    /// Composed and combining forms give the same words. Ð, Ɖ and their lower case, which look like Đ and stand for it in
    /// converted text, are d too. What is not shown, such as a soft hyphen, parts no word. Letters of other scripts stay
    /// as they are.
    public static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var count = 0
        func end() {
            guard count > 0 else { return }
            words.append(word)
            word = ""
            count = 0
        }
        for scalar in text.unicodeScalars {
            guard let letters = fold(scalar) else {
                // A mark on its own belongs to the letter before it.
                if scalar.isASCII || !isMark(scalar) && !scalar.properties.isDefaultIgnorableCodePoint { end() }
                continue
            }
            guard count < wordLimit else { continue }
            word.unicodeScalars.append(contentsOf: letters)
            count += 1
        }
        end()
        return words
    }

    /// Whether `phrase` stands in `words`, one word after the other; with `isPrefix` its last word may go on.
    public static func contains(_ phrase: [String], in words: [String], isPrefix: Bool) -> Bool {
        guard let last = phrase.last, phrase.count <= words.count else { return false }
        return (0...words.count - phrase.count).contains { start in
            let end = start + phrase.count - 1
            guard words[end] == last || isPrefix && words[end].hasPrefix(last) else { return false }
            return words[start..<end].elementsEqual(phrase.dropLast())
        }
    }

    /// Whether both are the same name in whichever case, a letter that looks like Đ being one.
    public static func isSameName(_ one: String, _ other: String) -> Bool { name(one) == name(other) }

    private static func name(_ text: String) -> String {
        var name = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars { name.append(lookAlikesOfD.contains(scalar) ? "đ" : scalar) }
        return String(name)
    }

    /// What a letter or digit folds to, nil for all else.
    private static func fold(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView? {
        if scalar.isASCII {
            switch scalar {
            case "a"..."z", "0"..."9": return String.UnicodeScalarView(CollectionOfOne(scalar))
            case "A"..."Z":
                return String.UnicodeScalarView(CollectionOfOne(Unicode.Scalar(UInt8(scalar.value) + 0x20)))
            default: return nil
            }
        }
        if let plain = latin(scalar) { return String.UnicodeScalarView(CollectionOfOne(plain)) }
        let properties = scalar.properties
        guard properties.isAlphabetic || properties.numericType != nil, !isMark(scalar) else { return nil }
        return properties.lowercaseMapping.unicodeScalars
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    private static func latin(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let value = Int(scalar.value)
        if low.contains(value) { return lowLetters[value - low.lowerBound] }
        if high.contains(value) { return highLetters[value - high.lowerBound] }
        return nil
    }

    /// Ð and Ɖ in both cases (Unicode confusables, UTS #39).
    private static let lookAlikesOfD: [Unicode.Scalar] = ["\u{D0}", "\u{F0}", "\u{189}", "\u{256}"]

    // Latin-1 to Latin Extended-B and the first of the IPA, and Latin Extended Additional: all letters of Vietnamese with
    // one mark or two.
    private static let low = 0xC0..<0x258
    private static let high = 0x1E00..<0x1F00
    private static let lowLetters = low.map(plain)
    private static let highLetters = high.map(plain)

    /// The letter that a scalar's name says it is made of: `LATIN SMALL LETTER D WITH STROKE` is a d.
    private static func plain(_ value: Int) -> Unicode.Scalar? {
        guard let scalar = Unicode.Scalar(UInt32(value)), let name = scalar.properties.name else { return nil }
        if lookAlikesOfD.contains(scalar) { return "d" }
        let parts = name.split(separator: " ")
        guard parts.count > 4, parts[0] == "LATIN", parts[2] == "LETTER", parts[4] == "WITH" else { return nil }
        guard parts[3].unicodeScalars.count == 1, let letter = parts[3].utf8.first else { return nil }
        return Unicode.Scalar(letter | 0x20)
    }
}
