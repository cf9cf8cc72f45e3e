import Fleet
import FoundationEssentials
import Glibc
import Testing

@Suite struct ChildProcessTests {
    /// Runs a shell script with these files as 3 and following; returns how it ended and what it printed.
    private func run(
        _ script: String, files: [String] = [], environment: [String: String] = [:]
    ) async throws -> (exit: String, output: String) {
        try await withScratchFolder { folder in
            let nothing = try Self.open("/dev/null", O_RDONLY)
            let output = try Self.open(folder + "/output", O_WRONLY | O_CREAT)
            let inherited = try files.enumerated().map { index, text in
                try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(index)"))
                return try Self.open("\(folder)/\(index)", O_RDONLY)
            }
            defer { for descriptor in [nothing, output] + inherited { close(descriptor) } }
            let child = ChildProcess(
                executable: "/bin/sh", arguments: ["-c", script], environment: environment, workingDirectory: folder,
                input: nothing, output: output, inherited: inherited)
            let exit = await ChildExit.of(try child.spawn()).description
            let text = String(
                decoding: FileManager.default.contents(atPath: folder + "/output") ?? Data(), as: UTF8.self)
            return (exit, text.replacing(folder, with: "FOLDER"))
        }
    }

    private static func open(_ path: String, _ flags: Int32) throws -> Int32 {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o644)
        try #require(descriptor >= 0)
        return descriptor
    }

    @Test func descriptorsArriveInTheirOrderFromThreeOn() async throws {
        let (exit, output) = try await run("cat <&3; cat <&4; cat <&5", files: ["one ", "two ", "three"])
        #expect(exit == "exit 0")
        #expect(output == "one two three")
    }

    @Test func nothingElseIsInherited() async throws {
        // The folder that the shell looks into is closed again by the time it says what it saw there.
        let script = "for file in /proc/$$/fd/*; do if [ -e $file ]; then echo ${file##*/}; fi; done"
        let (_, output) = try await run(script, files: ["one"])
        let descriptors = output.split(separator: "\n").compactMap { Int($0) }
        // A shell keeps its own script's descriptors from 10 on.
        #expect(descriptors.filter { $0 < 10 } == [0, 1, 2, 3])
    }

    @Test func theEnvironmentIsWhatIsNamedAndTheFolderToo() async throws {
        let (_, output) = try await run("pwd; echo $NAME; echo [$HOME]", environment: ["NAME": "value"])
        #expect(output == "FOLDER\nvalue\n[]\n")
    }

    @Test(arguments: [("exit 3", "exit 3"), ("kill -9 $$", "signal 9"), ("kill -TERM $$", "signal 15")])
    func anEndIsToldAsItWas(script: String, expected: String) async throws {
        #expect(try await run(script).exit == expected)
    }

    @Test func itLeadsAGroupOfItsOwn() async throws {
        let (_, output) = try await run("read -r _ _ _ _ group _ < /proc/$$/stat; echo $$ $group")
        let numbers = output.split(whereSeparator: \.isWhitespace)
        #expect(numbers.count == 2 && numbers[0] == numbers[1], "\(output)")
    }

    @Test func whatIsNotThereCannotBeStarted() {
        let child = ChildProcess(
            executable: "/no/such/program", environment: [:], workingDirectory: "/", input: 0, output: 1)
        #expect(throws: FleetError.fileFailed("/no/such/program", reason: "No such file or directory")) {
            try child.spawn()
        }
    }
}
