import Synchronization
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct SharedQuestionTests {
    /// Calls that wait to be let go, and what each was asked.
    private final class Desk: Sendable {
        let calls = Mutex<[[Int]]>([])
        let gate = Gate()

        func question(limit: Int = .max) -> SharedQuestion<Int, Int> {
            SharedQuestion(limit: limit, weight: \.self) { [self] questions in
                calls.withLock { $0.append(questions) }
                await gate.wait()
                guard !questions.contains(13) else { throw Problem(.badGateway) }
                return questions.reduce(0, +)
            }
        }
    }

    @Test func whoIsAloneIsAskedForAtOnce() async throws {
        let desk = Desk()
        desk.gate.open()
        #expect(try await desk.question().answer(to: 7) == 7)
        #expect(desk.calls.withLock(\.self) == [[7]])
    }

    /// Two calls hang; what comes meanwhile shares the next, as far as it fits, and is not answered by them.
    @Test func questionsThatComeMeanwhileShareTheNextCall() async throws {
        let desk = Desk()
        let question = desk.question(limit: 10)
        try await withThrowingTaskGroup(of: (asked: Int, answer: Int).self) { group in
            for number in [1, 2] {
                group.addTask { (number, try await question.answer(to: number)) }
                try await eventually { desk.calls.withLock(\.count) == number }
            }
            for number in [3, 4, 5, 6, 20] { group.addTask { (number, try await question.answer(to: number)) } }
            try await eventually { question.waiting == 5 }
            #expect(desk.calls.withLock(\.count) == 2)
            desk.gate.open()
            for try await (asked, answer) in group {
                let call = desk.calls.withLock { $0.first { $0.contains(asked) } } ?? []
                #expect(answer == call.reduce(0, +))
            }
        }
        let later = desk.calls.withLock { $0.dropFirst(2) }
        #expect(later.count < 5)
        #expect(later.allSatisfy { $0.reduce(0, +) <= 10 || $0.count == 1 })
        #expect(later.flatMap(\.self).sorted() == [3, 4, 5, 6, 20])
    }

    /// However many ask, and however fast the answers come.
    @Test func callsBeginAnIntervalApart() async throws {
        let calls = Mutex(0)
        let interval = Duration.milliseconds(20)
        let question = SharedQuestion<Int, Int>(interval: interval) { questions in
            calls.withLock { $0 += 1 }
            return questions.count
        }
        let begin = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...20 {
                group.addTask { for number in 1...5 { _ = try await question.answer(to: number) } }
            }
            try await group.waitForAll()
        }
        let intervals = calls.withLock(\.self) - 1
        #expect(intervals >= 4)
        #expect(begin.duration(to: .now) >= interval * intervals)
    }

    @Test func whatFailsFailsForThoseWhoSharedItAndForNobodyElse() async throws {
        let desk = Desk()
        desk.gate.open()
        let question = desk.question()
        await #expect(throws: Problem.self) { try await question.answer(to: 13) }
        #expect(try await question.answer(to: 5) == 5)
    }
}

private func eventually(_ isTrue: () -> Bool) async throws {
    while !isTrue() { try await Task.sleep(for: .milliseconds(2)) }
}
