/// SplitMix64 over the bytes of a text (Steele, Lea and Flood 2014): the same text gives the same kite, on every
/// machine and with every release of the standard library.
struct SeededGenerator: Sendable {
    private var state: UInt64

    /// Different topics of one seed are independent streams: a change of the tail must not move the clouds.
    init(_ seed: String, topic: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in seed.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ 0xff) &* 0x100_0000_01b3
        for byte in topic.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        state = hash
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func between(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * Double(next() >> 11) / Double(1 << 53)
    }

    mutating func integer(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() >> 33) % range.count
    }

    mutating func chance(_ probability: Double) -> Bool { between(0, 1) < probability }

    /// One or minus one.
    mutating func sign() -> Double { chance(0.5) ? 1 : -1 }
}
