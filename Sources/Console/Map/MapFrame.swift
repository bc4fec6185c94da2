/// The measures of the map for one width of window.
struct MapFrame {
    /// Which window: `wide` or `narrow`; the style shows one of the two.
    let name: String
    let width: Int
    /// Where a tier's own box lies; streams run on both sides of it.
    let box: ClosedRange<Int>
    /// Where the hubs lie: beside the box, or below it.
    let hubs: ClosedRange<Int>
    let isBeside: Bool
    /// Cards in a row, and at most; the other hubs are cells.
    let columns: Int
    let cards: Int
    /// Cells in a row.
    let cells: Int

    static let all = [
        MapFrame(
            name: "wide", width: 1_140, box: 78...286, hubs: 386...1_128, isBeside: true, columns: 4, cards: 8,
            cells: 11
        ),
        MapFrame(
            name: "narrow", width: 328, box: 56...272, hubs: 60...268, isBeside: false, columns: 1, cards: 5, cells: 4),
    ]

    /// The heights of a box, a card and a cell, and what lies between.
    static let (boxHeight, cardHeight, cellHeight, gap, padding) = (64, 92, 30, 18, 12)

    /// The width of one of `count` things in a row with `space` between them.
    func width(of count: Int, space: Int) -> Int { (hubs.upperBound - hubs.lowerBound - (count - 1) * space) / count }
}
