import Foundation
import NIOCore
import TestSupport
import Testing
import Wire

/// By system calls: no publisher hears 200 before the fsync that covers its event has returned.
@Suite(.enabled(if: Tracer.isThere), .timeLimit(.minutes(1))) struct DurabilityTests {
    private static let publishers = 8
    private static let eventsEach = 10

    @Test func noAcknowledgementLeavesBeforeItsFsync() async throws {
        let folder = try ScratchFolder()
        let calls = SystemCalls(try await Self.trace(in: folder)).calls
        let log = calls.filter { $0.file.contains("broker.sqlite-wal>") }
        let syncs = log.filter { $0.name == "fdatasync" || $0.name == "fsync" }
        let writes = log.filter { $0.name == "pwrite64" }
        let reads = ["read", "recvfrom", "recvmsg", "readv"]
        let sends = ["write", "writev", "sendto", "sendmsg"]
        var checked = 0
        for publisher in 0..<Self.publishers {
            for sequence in 1...Self.eventsEach {
                let mark = Self.mark(publisher, sequence)
                let asked = try #require(calls.first { reads.contains($0.name) && $0.text.contains(mark) })
                let answered = try #require(
                    calls.first {
                        $0.begin > asked.begin && $0.file == asked.file && sends.contains($0.name)
                            && $0.text.contains("HTTP/1.1 200")
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
    private static func trace(in folder: ScratchFolder) async throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "strace", "-f", "-y", "-s", "70000", "-o", "\(folder.path)/trace", "-e",
            "trace=read,recvfrom,recvmsg,readv,write,writev,sendto,sendmsg,pwrite64,fsync,fdatasync",
            "\(ProjectRoot.path)/.build/release/broker",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "SHOP_PROCESS": "broker", "SHOP_ROOT": ProjectRoot.path, "SHOP_HOME": folder.path,
            "SHOP_LIFELINE": "stdin",
        ]) { $1 }
        let output = Pipe()
        let lifeline = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = lifeline
        try process.run()
        var said = ""
        while !said.contains("\"listening\"") {
            let data = output.fileHandleForReading.availableData
            try #require(!data.isEmpty, "the broker ended: \(said)")
            said += String(decoding: data, as: UTF8.self)
        }
        let address = said.firstMatch(of: /"address":"([^"]+)"/).flatMap { Address(String($0.1)) }
        try await publish(to: try #require(address))
        try lifeline.fileHandleForWriting.close()
        process.waitUntilExit()
        return String(decoding: try Data(contentsOf: URL(filePath: "\(folder.path)/trace")), as: UTF8.self)
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
