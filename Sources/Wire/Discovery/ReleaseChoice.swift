/// Which release of a service a visitor gets while there are several.
///
/// Releases with a share below 100 are candidates; each visitor has a bucket, and the same bucket always falls to the
/// same side, so that a visitor stays with a release through a rollout, and who had a candidate at 5 % has it at 25 %.
///
/// An override is a release that somebody develops elsewhere, for one visitor alone: it has a bucket of its own, which
/// whoever knows it may have. For everybody else it does not exist.
package enum ReleaseChoice {
    /// Buckets are `0 ..< bucketCount`.
    package static let bucketCount = 10_000

    /// The buckets of overrides: too many to guess one.
    package static let overrideBuckets = (1 << 53)..<(1 << 62)

    /// A visitor's bucket as cookies carry it; nil if it is none.
    package static func bucket(_ text: String) -> Int? {
        Int(text).flatMap { (0..<bucketCount).contains($0) ? $0 : nil }
    }

    /// An override's bucket; nil if it is none.
    package static func overrideBucket(_ text: String) -> Int? {
        Int(text).flatMap { overrideBuckets.contains($0) ? $0 : nil }
    }

    /// The releases that take calls, the visitor's own first, then those to fall back to.
    /// - Parameter bucket: nil for a call that no visitor is behind: it never goes to a candidate first.
    package static func order(of instances: [Instance], bucket: Int?) -> [String] {
        guard instances.contains(where: \.isOverride) else { return commonOrder(of: instances, bucket) }
        let overrides = Set(
            instances.lazy.filter { $0.isOverride && $0.overrideBucket == bucket && $0.status == .up }.map(\.release))
        return overrides.sorted(by: isNewer) + commonOrder(of: instances.filter { !$0.isOverride }, bucket)
    }

    private static func commonOrder(of instances: [Instance], _ bucket: Int?) -> [String] {
        let shares = declaredShares(of: instances)
        guard shares.count > 1 else { return Array(shares.keys) }
        let (full, candidates) = split(shares)
        guard let own = bucket.flatMap({ candidate(candidates, shares, $0, service: instances.first?.service ?? "") })
        else { return full + candidates }
        return [own] + full + candidates.filter { $0 != own }
    }

    private static func declaredShares(of instances: [Instance]) -> [String: Int] {
        var shares: [String: Int] = [:]
        for instance in instances where instance.status == .up && !instance.isOverride {
            shares[instance.release] = max(shares[instance.release] ?? 0, instance.share)
        }
        return shares
    }

    private static func split(_ shares: [String: Int]) -> (full: [String], candidates: [String]) {
        let newestFirst = shares.keys.sorted(by: isNewer)
        return (
            newestFirst.filter { shares[$0, default: 0] >= 100 }, newestFirst.filter { shares[$0, default: 0] < 100 }
        )
    }

    /// Of those who come, the percentage that each release gets which takes calls: 100 in all.
    package static func shares(of instances: [Instance]) -> [String: Int] {
        shares(declaredShares(of: instances))
    }

    /// The same of what the releases that take calls say of themselves.
    package static func shares(_ declared: [String: Int]) -> [String: Int] {
        let (full, candidates) = split(declared)
        var left = 100
        var shares = declared.mapValues { _ in 0 }
        for release in candidates {
            shares[release] = min(declared[release, default: 0], left)
            left -= shares[release, default: 0]
        }
        // Whoever falls to no candidate.
        if let rest = (full + candidates).first { shares[rest, default: 0] += left }
        return shares
    }

    /// Whether `release` is one on trial: others are in full service beside it. One that has all visitors is on trial
    /// too for as long as an older one is there, which is taken out only when its successor is through. An override is
    /// none: whoever asked for it wants to see how it fails.
    package static func isCandidate(_ release: String, among instances: [Instance]) -> Bool {
        guard !instances.contains(where: { $0.isOverride && $0.release == release }) else { return false }
        let up = instances.filter { $0.status == .up && !$0.isOverride }
        let isInFullService = up.contains { $0.release == release && $0.share >= 100 }
        return up.contains { other in
            other.release != release && other.share >= 100 && (!isInFullService || isNewer(release, other.release))
        }
    }

    /// The release that answers what `release` fails while that is on trial; nil if it is not.
    package static func standby(of release: String, among instances: [Instance]) -> String? {
        guard isCandidate(release, among: instances) else { return nil }
        return order(of: instances, bucket: nil).first { $0 != release }
    }

    private static func candidate(
        _ candidates: [String], _ shares: [String: Int], _ bucket: Int, service: String
    ) -> String? {
        let place = place(of: bucket, in: service)
        var sum = 0
        for release in candidates {
            sum += (shares[release] ?? 0) * (bucketCount / 100)
            if place < sum { return release }
        }
        return nil
    }

    /// A bucket's place among all, another one for each service, so that not always the same visitors go first.
    package static func place(of bucket: Int, in service: String) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in service.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash ^= UInt64(truncatingIfNeeded: bucket) &* 0x9e37_79b9_7f4a_7c15
        // The finalizer of MurmurHash3 spreads neighbours apart.
        hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return Int((hash ^ (hash >> 33)) % UInt64(bucketCount))
    }

    /// Whether `left` was made after `right`: by the number that a release's name begins with.
    package static func isNewer(_ left: String, _ right: String) -> Bool {
        let numbers = (number(of: left), number(of: right))
        return numbers.0 == numbers.1 ? left > right : numbers.0 > numbers.1
    }

    private static func number(of release: String) -> Int { Int(release.prefix { $0.isNumber }) ?? -1 }
}
