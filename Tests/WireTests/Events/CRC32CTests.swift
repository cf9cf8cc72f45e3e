import Testing
import Wire

@Suite struct CRC32CTests {
    /// RFC 3720, appendix B.4, and the check value of the catalogue of CRCs.
    @Test(
        arguments: [
            (Array("123456789".utf8), 0xe306_9283), ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
            ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43), (Array(0..<32), 0x46dd_794e), ([], 0),
        ] as [([UInt8], UInt32)])
    func isTheChecksumOfTheStandard(_ bytes: [UInt8], _ checksum: UInt32) {
        var sum = CRC32C()
        sum.add(bytes)
        #expect(sum.value == checksum)
    }

    @Test func bytesCannotMoveBetweenFields() {
        func sum(_ fields: String...) -> UInt32 {
            fields.reduce(into: CRC32C()) { $0.add(field: $1.utf8) }.value
        }
        #expect(sum("ab", "c") != sum("a", "bc"))
        #expect(sum("abc", "") != sum("", "abc"))
    }
}
