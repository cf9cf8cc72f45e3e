import Hummingbird
import Registry
import RegistryAPI
import TestSupport
import Testing
import Wire

/// The push channel, without a socket.
@Suite struct WatchTests {
    private func mark(_ registry: RegistryFixture) async throws -> DirectoryMark { try await registry.directory().mark }

    private func watch(_ registry: RegistryFixture, _ query: String) async throws -> DirectoryAnswer {
        try await registry.send(.get, "/eureka/watch?\(query)").decode()
    }

    /// Returns when `count` watchers wait for an answer.
    private func whenWaiting(_ count: Int, in registry: RegistryFixture) async throws {
        while true {
            let list: WatcherList = try await registry.send(.get, "/eureka/watchers").decode()
            if list.watchers.count(where: { $0.silentMilliseconds == 0 }) == count { return }
            await Task.yield()
        }
    }

    @Test func whoKnowsNothingIsAnsweredAtOnce() async throws {
        let registry = try RegistryFixture()
        _ = try await registry.register()
        let answer = try await watch(registry, "watcher=w")
        #expect(answer.directory == Directory([Sample.instance()]))
        #expect(!answer.warming)
    }

    @Test func whoKnowsSomethingElseIsAnsweredAtOnce() async throws {
        let registry = try RegistryFixture()
        _ = try await registry.register()
        let epoch = try await mark(registry).epoch
        for known in ["other:2", "\(epoch):1", "\(epoch):3"] {
            #expect(try await watch(registry, "since=\(known)").mark.version == 2)
        }
    }

    @Test func whoKnowsAllIsAnsweredWhenTheTimeIsUp() async throws {
        let registry = try RegistryFixture()
        let mark = try await mark(registry)
        let start = ContinuousClock.now
        #expect(try await watch(registry, "since=\(mark)&wait=40").mark == mark)
        #expect(start.duration(to: .now) >= .milliseconds(40))
    }

    @Test(.timeLimit(.minutes(1))) func changeWakesEverybodyAtOnce() async throws {
        let registry = try RegistryFixture()
        let before = try await mark(registry)
        let (answers, delay) = try await withThrowingTaskGroup(of: DirectoryAnswer.self) { group in
            for number in 0..<200 {
                group.addTask { try await watch(registry, "since=\(before)&watcher=w\(number)") }
            }
            try await whenWaiting(200, in: registry)
            let start = ContinuousClock.now
            _ = try await registry.register()
            var answers: [DirectoryAnswer] = []
            for try await answer in group { answers.append(answer) }
            return (answers, start.duration(to: .now))
        }
        #expect(answers.allSatisfy { $0.directory == Directory([Sample.instance()]) })
        #expect(delay < .seconds(1))
    }

    @Test func leaseThatRunsOutIsNews() async throws {
        let registry = try RegistryFixture()
        _ = try await registry.register()
        let before = try await mark(registry)
        registry.clock.advance(milliseconds: 15_000)
        let services = try await watch(registry, "since=\(before)").services
        #expect(services == ["decide-fragments": []])
    }

    @Test(.timeLimit(.minutes(1))) func nextQuestionAcknowledges() async throws {
        let registry = try RegistryFixture()
        _ = try await registry.register()
        let known = try await watch(registry, "watcher=shell").mark
        var list: WatcherList = try await registry.send(.get, "/eureka/watchers").decode()
        #expect(list.laggards(behind: known).map(\.name) == ["shell"])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await watch(registry, "watcher=shell&since=\(known)") }
            while !list.laggards(behind: known).isEmpty {
                await Task.yield()
                list = try await registry.send(.get, "/eureka/watchers").decode()
            }
            _ = try await registry.send(.delete, "/eureka/apps/decide-fragments")
            try await group.waitForAll()
        }
        registry.clock.advance(milliseconds: 5_000)
        list = try await registry.send(.get, "/eureka/watchers").decode()
        #expect(list.watchers.isEmpty)
    }

    @Test func whoLeavesIsNotWaitedFor() async throws {
        let registry = try RegistryFixture()
        _ = try await watch(registry, "watcher=shell")
        #expect(try await registry.send(.delete, "/eureka/watchers/shell").status == .ok)
        let list: WatcherList = try await registry.send(.get, "/eureka/watchers").decode()
        #expect(list.watchers.isEmpty)
    }

    @Test func everyRunHasAnotherEpoch() async throws {
        let (one, other) = (try RegistryFixture(), try RegistryFixture())
        let marks = (try await mark(one), try await mark(other))
        #expect(marks.0.epoch != marks.1.epoch)
    }
}
