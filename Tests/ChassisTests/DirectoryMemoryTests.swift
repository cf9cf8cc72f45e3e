import Chassis
import RegistryAPI
import Testing
import Wire

@Suite struct DirectoryMemoryTests {
    private let start = ContinuousClock.now

    private func instance(_ id: String, of service: String = "decide-fragments", port: Int) -> Instance {
        Instance(id: id, service: service, address: Address(host: "127.0.0.1", port: port), release: "1")
    }

    private func answer(_ epoch: String, _ instances: Instance..., retired: Set<String> = []) -> DirectoryAnswer {
        DirectoryAnswer(Directory(instances, retired: retired), at: DirectoryMark(epoch: epoch, version: 1))
    }

    private var a: Instance { instance("a", port: 1) }
    private var b: Instance { instance("b", port: 2) }

    private func ids(_ memory: DirectoryMemory) -> [String] {
        memory.directory.instances(of: "decide-fragments").map(\.id)
    }

    @Test func withinARunTheRegistryIsBelieved() {
        var memory = DirectoryMemory()
        let isRestart = memory.take(answer("x", a, b), at: start)
        #expect(!isRestart)
        let isAnotherRestart = memory.take(answer("x", b), at: start)
        #expect(!isAnotherRestart)
        #expect(ids(memory) == ["b"])
        #expect(memory.nextSettling == nil)
    }

    @Test func restartedRegistryIsNotBelievedAboutWhoIsMissing() {
        var memory = DirectoryMemory()
        _ = memory.take(answer("x", a, b), at: start)
        let isRestart = memory.take(answer("y", b), at: start)
        #expect(isRestart)
        #expect(ids(memory) == ["a", "b"])
        #expect(memory.nextSettling == start + .seconds(10))
        memory.settle(at: start + .milliseconds(9_999))
        #expect(ids(memory) == ["a", "b"])
        memory.settle(at: start + .seconds(10))
        #expect(ids(memory) == ["b"])
    }

    @Test func whoHasRegisteredAnewAndLeavesIsNotRemembered() {
        var memory = DirectoryMemory()
        _ = memory.take(answer("x", a, b), at: start)
        _ = memory.take(answer("y", a), at: start)
        _ = memory.take(answer("y"), at: start)
        #expect(ids(memory) == ["b"])
    }

    @Test func addressThatHasANewOwnerIsNotRememberedForTheOldOne() {
        var memory = DirectoryMemory()
        _ = memory.take(answer("x", a), at: start)
        _ = memory.take(answer("y", instance("other", port: 1)), at: start)
        #expect(ids(memory) == ["other"])
    }

    @Test func retiredServiceIsForgottenInSpiteOfGrace() {
        var memory = DirectoryMemory()
        _ = memory.take(answer("x", a), at: start)
        _ = memory.take(answer("y", retired: ["decide-fragments"]), at: start)
        #expect(memory.directory == Directory(retired: ["decide-fragments"]))
    }

    @Test func serviceOfWhichNobodyIsLeftStaysKnown() {
        var memory = DirectoryMemory()
        _ = memory.take(answer("x", a), at: start)
        _ = memory.take(answer("y"), at: start)
        memory.settle(at: start + .seconds(10))
        #expect(memory.directory.services == ["decide-fragments": []])
    }

    @Test func secondRestartGivesNoSecondGrace() {
        var memory = DirectoryMemory()
        _ = memory.take(answer("x", a), at: start)
        _ = memory.take(answer("y"), at: start)
        let isRestart = memory.take(answer("z"), at: start + .seconds(9))
        #expect(isRestart)
        memory.settle(at: start + .seconds(10))
        #expect(ids(memory) == [])
    }
}

@Suite struct StatusJudgementTests {
    /// Looks, `+` for ready, and the status after each.
    @Test(arguments: [
        ("+", "U"), ("-", "S"), ("----+", "SSSSU"), ("+--+", "UUUU"), ("+---", "UUUD"), ("+----+", "UUUDDU"),
        ("+--+--", "UUUUUU"), ("+---+---", "UUUDUUUD"),
    ])
    func statusFollowsReadinessWithPatience(looks: String, statuses: String) {
        var judgement = StatusJudgement()
        let seen = looks.map { look in
            judgement.note(isReady: look == "+")
            return judgement.status.rawValue.prefix(1)
        }
        #expect(seen.joined() == statuses)
    }
}
