import Chassis
import FoundationEssentials
import Glibc
import Testing

@Suite struct ProcessTests {
    @Test func asManyFilesMayBeOpenAsTheSystemAllows() {
        OpenFiles.raiseLimit()
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #expect(OpenFiles.limit == UInt64(limit.rlim_max))
    }

    /// The test program is large: whatever else runs in it meanwhile reads back less than was given back.
    @Test func whatTheStartNeededIsGivenBack() throws {
        let before = try Self.residentFilePages()
        StartupMemory.release()
        #expect(try Self.residentFilePages() < before)
    }

    /// Resident pages that are the bytes of files, in KiB.
    private static func residentFilePages() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("RssFile:") })
        return try #require(Int(line.filter(\.isNumber)))
    }
}
