import Fleet
import FoundationEssentials
import Glibc
import ShopCLI
import Testing

@Suite struct BuildTests {
    @Test(arguments: [
        ("[12/340] Compiling NIOCore Channel.swift", 12, 340, "Compiling NIOCore Channel.swift"),
        ("[6/7] Linking shop", 6, 7, "Linking shop"),
        ("[0/1] Planning build", 0, 1, "Planning build"),
    ])
    func stepsAreRead(line: String, done: Int, total: Int, what: String) throws {
        let step = try #require(BuildProgress.step(in: line))
        #expect(step.done == done)
        #expect(step.total == total)
        #expect(step.what == what)
    }

    @Test(arguments: ["Building for production...", "", "[x/y] no", "[1] no", "Build complete! (0.38s)"])
    func otherLinesAreNoSteps(line: String) {
        #expect(BuildProgress.step(in: line) == nil)
    }

    @Test func errorsAreShownInFullAndOnce() {
        var progress = BuildProgress()
        let error = ["/p/A.swift:3:5: error: cannot find 'x'", " 3 | x", "   | `- error: cannot find 'x'"]
        let warning = ["/p/B.swift:1:1: warning: unused", " 1 | y"]
        for line in ["Building for production..."] + warning + error + ["[1/2] Compiling A"] + error {
            progress.take(line)
        }
        #expect(progress.errors == error)
    }

    @Test func withoutAKnownErrorTheLastLinesAreShown() {
        var progress = BuildProgress()
        progress.take("swift: something odd")
        #expect(progress.errors == ["swift: something odd"])
    }

    @Test func aStampIsStaleAfterAnyChangeOfTheSources() async throws {
        try await withScratchFolder { root in
            func write(_ path: String, _ text: String = "") throws {
                let file = "\(root)/\(path)"
                let folder = String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try Data(text.utf8).write(to: URL(filePath: file))
            }
            try write("Package.swift")
            try write("Sources/A/a.swift")
            try write(".build/release/a")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: root + "/.build/release/a")
            let project = Project(root: root, home: FleetHome(path: root + "/.shop"), environment: [:])
            let stamp = BuildStamp(project: project, includesTests: false)
            /// A source as old as the stamp counts as newer, and the clock of files ticks every few milliseconds only.
            func tick() throws {
                func age() throws -> timespec { try ReleaseWorkshop.status("\(root)/tick").st_mtim }
                try write("tick")
                let start = try age()
                while try age().tv_sec == start.tv_sec && age().tv_nsec == start.tv_nsec { try write("tick") }
            }
            func build() throws {
                try tick()
                stamp.begin()
                stamp.finish()
            }
            #expect(!stamp.isFresh(products: ["a"]))
            try build()
            #expect(stamp.isFresh(products: ["a"]))
            #expect(!stamp.isFresh(products: ["a", "b"]))
            try write("Sources/A/page.mustache")
            #expect(stamp.isFresh(products: ["a"]))
            try write("Sources/A/a.swift", "changed")
            #expect(!stamp.isFresh(products: ["a"]))
            try build()
            try write("Sources/A/b.swift")
            #expect(!stamp.isFresh(products: ["a"]))
            try build()
            #expect(stamp.isFresh(products: ["a"]))
            try FileManager.default.removeItem(atPath: root + "/Sources/A/b.swift")
            #expect(!stamp.isFresh(products: ["a"]))
        }
    }
}
