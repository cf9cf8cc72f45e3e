import Glibc

/// How likely it is that two samples differ so much by chance.
enum Likelihood {
    /// Fisher's exact test, one-sided (R. A. Fisher, The Design of Experiments, 1935): the probability that, of all
    /// `hits` in both samples, at least `hits` of the first fall into the first, were there no difference.
    static func byChance(hits: Int, of sample: Int, otherHits: Int, of other: Int) -> Double {
        let total = sample + other
        let allHits = hits + otherHits
        guard sample > 0, other > 0, allHits > 0 else { return 1 }
        let all = logChoose(total, allHits)
        var sum = 0.0
        for count in hits...max(hits, min(sample, allHits)) {
            let term = exp(logChoose(sample, count) + logChoose(other, allHits - count) - all)
            sum += term
            // The terms fall from the mode on: the rest adds nothing.
            if term < sum * 1e-12 { break }
        }
        return min(1, sum)
    }

    /// The probability of at least `hits` in a sample whose members are hits with the given chance.
    static func byChance(hits: Int, of sample: Int, chance: Double) -> Double {
        guard hits > 0 else { return 1 }
        let sum = (hits...max(hits, sample)).reduce(0.0) { sum, count in
            sum + exp(logChoose(sample, count) + Double(count) * log(chance) + Double(sample - count) * log(1 - chance))
        }
        return min(1, sum)
    }

    private static func logChoose(_ total: Int, _ part: Int) -> Double {
        guard part >= 0, part <= total else { return -.infinity }
        return logFactorial(total) - logFactorial(part) - logFactorial(total - part)
    }

    private static let small: [Double] = (1..<64).reduce(into: [0]) { logs, number in
        logs.append((logs.last ?? 0) + log(Double(number)))
    }

    /// Stirling's series, which is exact to 10 digits from here on.
    private static func logFactorial(_ number: Int) -> Double {
        guard number >= small.count else { return small[number] }
        let value = Double(number)
        return value * log(value) - value + 0.5 * log(2 * .pi * value) + 1 / (12 * value)
            - 1 / (360 * value * value * value)
    }
}
