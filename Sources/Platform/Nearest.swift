/// Finds the word that was meant.
public enum Nearest {
    /// `; did you mean X?` without its question mark, or nothing where no word is near.
    public static func question(_ word: String, _ words: [String], prefix: String = "") -> String {
        let near = words.map { (distance: distance(word, $0), word: $0) }.filter { $0.distance <= 2 }
            .min { ($0.distance, $0.word) < ($1.distance, $1.word) }
        return near.map { "; did you mean \(prefix)\($0.word)" } ?? ""
    }

    /// How many letters to put in, take out or change (Levenshtein).
    static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (index, character) in left.prefix(64).enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let above = row[column + 1]
                row[column + 1] = min(above + 1, row[column] + 1, diagonal + (character == right[column] ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
