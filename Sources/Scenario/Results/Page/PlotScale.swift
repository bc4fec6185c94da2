internal import Glibc

/// One axis of a plot: which value stands where.
struct PlotScale {
    let low: Double
    let high: Double
    var isLogarithmic = false

    /// Where `value` stands between 0 and 1; values off the axis stand at its ends.
    func position(_ value: Double) -> Double {
        let (low, high, value) =
            isLogarithmic ? (log(max(low, 1e-9)), log(max(high, 1e-9)), log(max(value, 1e-9))) : (low, high, value)
        guard high > low else { return 0 }
        return min(max((value - low) / (high - low), 0), 1)
    }
}
