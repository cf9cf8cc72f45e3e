import Fleet
import FoundationEssentials
import ShopCLI
import Testing

@Suite struct LogTests {
    private let terminal = Terminal.silent(hasColour: false)

    @Test(arguments: [
        (
            #"{"time":"2026-11-23T21:16:44.123Z","level":"info","service":"gateway","release":"r","message":"hello"}"#,
            "21:16:44.123 gateway            info     hello"
        ),
        (
            #"{"time":"2026-11-23T21:16:44Z","level":"error","service":"x","message":"m","b":"2","a":{"c":[1,true]}}"#,
            "21:16:44 x                  error    m a={c: [1, true]} b=2"
        ),
        ("plain words", "             gateway                     plain words"),
        (#"{"no":"message"}"#, #"             gateway                     {"no":"message"}"#),
        ("{broken", "             gateway                     {broken"),
    ])
    func aLineIsShownAsAPersonReadsIt(text: String, expected: String) {
        #expect(LogLine(text, process: "gateway").formatted(on: terminal) == expected)
    }

    @Test func levelsHaveColours() {
        let colourful = Terminal.silent(hasColour: true)
        let line = LogLine(#"{"level":"error","message":"m"}"#, process: "p")
        #expect(line.formatted(on: colourful).contains("\u{1B}[31merror"))
    }

    @Test func aLineIsTheSameAfterWritingAndReading() {
        let line = LogLine(
            time: "2026-11-23T21:16:44.123Z", level: "info", service: "shop", message: "up", metadata: ["port": "80"])
        #expect(LogLine(line.json, process: "shop") == line)
    }

    @Test func aFileIsReadFromItsLastLinesOn() async throws {
        try await withScratchFolder { folder in
            let path = folder + "/a.log"
            try Data("one\ntwo\nthree\nhalf".utf8).write(to: URL(filePath: path))
            var file = LogFile(process: "a", path: path)
            #expect(file.lastLines(2) == ["two", "three"])
            #expect(file.newLines() == [])
            try Data("one\ntwo\nthree\nhalf and whole\nfour\n".utf8).write(to: URL(filePath: path))
            #expect(file.newLines() == ["half and whole", "four"])
        }
    }

    @Test func aRotatedFileIsReadFromItsStart() async throws {
        try await withScratchFolder { folder in
            let path = folder + "/a.log"
            try Data("a long line of the past\n".utf8).write(to: URL(filePath: path))
            var file = LogFile(process: "a", path: path)
            #expect(file.newLines().count == 1)
            let log = ProcessLog(path: path)
            log.rotate(at: 1_000)
            #expect(file.newLines() == [])
            log.rotate(at: 10)
            #expect(FileManager.default.contents(atPath: path + ".1") == Data("a long line of the past\n".utf8))
            #expect(FileManager.default.contents(atPath: path) == Data())
            #expect(file.newLines() == [])
            try Data("new\n".utf8).write(to: URL(filePath: path))
            #expect(file.newLines() == ["new"])
        }
    }
}
