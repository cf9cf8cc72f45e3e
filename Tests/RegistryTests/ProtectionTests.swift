import Registry
import RegistryAPI
import Testing

/// Self-preservation by an exact rule: more than half of at least seven.
@Suite struct ProtectionTests {
    private let start = Sample.start

    /// `count` instances of which all but `renewing` are overdue at `start + 15 s`.
    private func table(_ count: Int, renewing: Int) -> LeaseTable {
        var table = LeaseTable()
        for number in 0..<count { table.register(Sample.document("i\(number)", port: 4_000 + number), at: start) }
        for number in 0..<renewing {
            _ = table.renew("decide-fragments", "i\(number)", dirtySince: nil, at: start + 10_000)
        }
        return table
    }

    @Test(arguments: [
        (6, 0, 0, false), (1, 0, 0, false), (7, 0, 7, true), (7, 3, 7, true), (7, 4, 4, false), (8, 4, 4, false),
        (8, 3, 8, true), (20, 9, 20, true), (20, 10, 10, false),
    ])
    func moreThanHalfOfASizeableFleetIsNotBelievedDead(count: Int, renewing: Int, left: Int, isProtecting: Bool) {
        var table = table(count, renewing: renewing)
        table.expire(at: start + 15_000)
        #expect(table.count == left)
        #expect(table.isProtecting == isProtecting)
    }

    @Test func protectionEndsWhenEnoughRenewAgain() {
        var table = table(8, renewing: 3)
        table.expire(at: start + 15_000)
        #expect(table.protectionReport(at: start + 15_000).overdue == 5)
        let renewal = table.renew("decide-fragments", "i3", dirtySince: nil, at: start + 16_000)
        #expect(renewal == .renewed)
        table.expire(at: start + 16_000)
        #expect(!table.isProtecting)
        #expect(table.count == 4)
    }

    @Test func operatorDecidesForTheRegistry() {
        var table = table(8, renewing: 0)
        table.expire(at: start + 15_000)
        table.protect(.off, at: start + 15_000)
        #expect(table.count == 0)
        var small = self.table(2, renewing: 0)
        small.protect(.on, at: start)
        small.expire(at: start + 60_000)
        #expect(small.count == 2)
        #expect(small.isProtecting)
        small.protect(.automatic, at: start + 60_000)
        #expect(small.count == 0)
    }

    @Test func doubtIsAChangeThatWatchersLearnOf() {
        var table = table(7, renewing: 0)
        let version = table.version
        table.expire(at: start + 15_000)
        #expect(table.version == version + 1)
    }
}
