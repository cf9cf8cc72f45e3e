import Foundation
import NIOCore
import TestSupport
import Testing
import Wire

/// By system calls: no publisher hears 200 before the fsync that covers its event has returned.
@Suite(.enabled(if: Tracer.isThere, Tracer.absence), .timeLimit(.minutes(1))) struct DurabilityTests {
    private static let publishers = 8
    private static let eventsEach = 10

    @Test func noAcknowledgementLeavesBeforeItsFsync() async throws {
        let folder = try ScratchFolder()
        let traced = try await Self.trace(in: folder)
        let (reads, sends) = (traced.reads, traced.sends)
        let (writes, syncs) = (traced.writes(to: "broker.sqlite-wal"), traced.syncs(of: "broker.sqlite-wal"))
        var checked = 0
        for publisher in 0..<Self.publishers {
            for sequence in 1...Self.eventsEach {
                let mark = Self.mark(publisher, sequence)
                let asked = try #require(reads.first { $0.text.contains(mark) })
                let answered = try #require(
                    sends.first {
                        $0.begin > asked.begin && $0.file == asked.file && $0.text.contains("HTTP/1.1 200")
                    })
                let written = try #require(writes.first { $0.text.contains(mark) })
                #expect(syncs.contains { $0.begin > written.end && $0.end < answered.begin }, "\(mark)")
                checked += 1
            }
        }
        #expect(checked == Self.publishers * Self.eventsEach)
    }

    private static func mark(_ publisher: Int, _ sequence: Int) -> String { "MARK-\(publisher)-\(sequence)-END" }

    /// Runs the process under strace while publishers come at the same time.
    private static func trace(in folder: ScratchFolder) async throws -> SystemCalls {
        let environment = ProcessInfo.processInfo.environment.merging([
            "SHOP_PROCESS": "broker", "SHOP_ROOT": ProjectRoot.path, "SHOP_HOME": folder.path,
            "SHOP_LIFELINE": "stdin",
        ]) { $1 }
        return try await Tracer.run(
            "\(ProjectRoot.path)/.build/release/broker", environment: environment, until: "\"listening\"",
            in: folder.path
        ) { said in
            let address = said.firstMatch(of: /"address":"([^"]+)"/).flatMap { Address(String($0.1)) }
            try await publish(to: try #require(address))
        }
    }

    private static func publish(to address: Address) async throws {
        let client = WireClient()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for publisher in 0..<publishers {
                group.addTask {
                    for sequence in 1...eventsEach {
                        let event = Sample.event(
                            Int64(sequence), subject: mark(publisher, sequence), source: "/s\(publisher)")
                        let request = WireRequest(
                            method: .post, target: "/events", headers: [.contentType: CloudEvent.batchMediaType],
                            body: try StrictJSON.encode([event]))
                        let answer = try await client.send(request, to: address, deadline: .after(.seconds(20)))
                        #expect(answer.status == .ok)
                    }
                }
            }
            try await group.waitForAll()
        }
        client.closeIdle()
    }
}
