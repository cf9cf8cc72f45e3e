import Fleet
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(1))) struct FileEventsTests {
    @Test func whoWaitsIsWokenByAFileThatIsMade() async throws {
        try await withScratchFolder { folder in
            let events = try #require(FileEvents())
            let key = try #require(events.add(folder))
            #expect(events.add(folder) == key)
            #expect(events.take().isEmpty)
            async let isWoken = events.wait()
            try Data().write(to: URL(filePath: folder + "/standby"))
            #expect(await isWoken)
            var names: Set<String> = []
            while !names.contains("standby") { names.formUnion(events.take().filter { $0.folder == key }.map(\.name)) }
        }
    }

    @Test func whoIsCancelledWaitsNoMore() async throws {
        try await withScratchFolder { folder in
            let events = try #require(FileEvents())
            _ = events.add(folder)
            let waiting = Task { await events.wait() }
            waiting.cancel()
            #expect(await !waiting.value)
        }
    }

    @Test func aFolderThatIsNotThereIsNotWatched() throws {
        #expect(try #require(FileEvents()).add("/nowhere") == nil)
    }
}
