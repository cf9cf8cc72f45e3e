import Shoppers
import Testing

@Suite struct LatencyHistogramTests {
    @Test(arguments: [0.0, 1, 10, 50, 90, 99, 99.9, 100], [1, 2, 1_000, 20_000])
    func percentilesAreThoseOfTheSortedValuesToThreeDigits(percent: Double, count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let values = (0..<count).map { _ in Int64(pow10(Double.random(in: 0..<8, using: &random))) }
        var histogram = LatencyHistogram()
        for value in values { histogram.record(.microseconds(value)) }
        let rank = max(1, Int((Double(count) * percent / 100).rounded(.up)))
        let exact = Double(values.sorted()[rank - 1])
        let found = histogram.percentile(percent) / .microseconds(1)
        #expect(found >= exact && found <= exact * 1.001 + 0.5)
    }

    @Test func extremesAreKept() {
        var histogram = LatencyHistogram()
        histogram.record(.seconds(-1))
        histogram.record(.seconds(7_200))
        #expect(histogram.percentile(50) == .zero)
        #expect(histogram.maximum == .seconds(3_600))
        #expect(histogram.percentile(100) == .seconds(3_600))
    }

    @Test func nothingHasNoPercentile() {
        #expect(LatencyHistogram().percentile(99) == .zero)
        #expect(LatencyHistogram().maximum == .zero)
    }

    @Test func sumIsAsIfAllWereRecordedInOne() {
        var (one, other, both) = (LatencyHistogram(), LatencyHistogram(), LatencyHistogram())
        for value in 1...100 {
            one.record(.milliseconds(value))
            other.record(.microseconds(value))
            both.record(.milliseconds(value))
            both.record(.microseconds(value))
        }
        one.add(other)
        #expect(one.count == 200)
        for percent in [10.0, 50, 75, 99, 100] { #expect(one.percentile(percent) == both.percentile(percent)) }
    }

    private func pow10(_ exponent: Double) -> Double {
        var (result, rest) = (1.0, exponent)
        while rest >= 1 { (result, rest) = (result * 10, rest - 1) }
        return result * (1 + 9 * rest)
    }
}
