import Chassis
import Hummingbird
import NIOCore
import TestSupport
import Testing
import Wire

@Suite struct MiddlewareTests {
    private struct Unexpected: Error {}

    private func client(
        log: LogCapture? = nil, readiness: [ReadinessCheck] = [], _ routes: (Router<ShopContext>) -> Void
    ) throws -> RouterClient {
        let chassis = Chassis.test("catalog-service", in: try ScratchFolder(), log: log)
        let router = chassis.router()
        routes(router)
        return RouterClient(ShopApplication(router: router, readiness: readiness), on: chassis)
    }

    private func answer(throwing error: any Error & Sendable) async throws -> (WireResponse, Problem) {
        let client = try client { $0.get("/") { _, _ -> Response in throw error } }
        let answer = try await client.get("/")
        #expect(answer.headers[.contentType] == "application/problem+json")
        #expect(answer.headers[.cacheControl] == "no-store")
        return (answer, try answer.decode(Problem.self))
    }

    @Test func problemIsTheAnswer() async throws {
        let problem = Problem.invalid("quantity", "must be 1 to 99")
        let (answer, document) = try await answer(throwing: problem)
        #expect(answer.status.code == 422)
        #expect(document == problem)
    }

    @Test(arguments: [
        (WireError.deadlineExceeded, 504), (.unreachable(Address(host: "a", port: 1)), 503),
        (.connectionClosed(answered: true), 503), (.noInstance(of: "x"), 503), (.breakerOpen("x"), 503),
        (.malformed("x"), 502), (.tooLarge(limit: 1), 502),
    ])
    func missingAnswerOfAnotherProcessIsExplained(_ error: WireError, _ status: Int) async throws {
        let (answer, document) = try await answer(throwing: error)
        #expect(answer.status.code == status)
        #expect(document.status == status)
        #expect((answer.headers[.retryAfter] == "1") == (status == 503))
    }

    @Test func unexpectedErrorTellsNothing() async throws {
        let (answer, document) = try await answer(throwing: Unexpected())
        #expect(answer.status == .internalServerError)
        #expect(document.detail == nil)
        #expect(!answer.text.contains("Unexpected"))
    }

    @Test func unknownRouteIsAProblem() async throws {
        let answer = try await client { _ in }.get("/nothing")
        #expect(answer.status == .notFound)
        #expect(try answer.decode(Problem.self).status == 404)
    }

    @Test func requestHasOneLineWithItsRouteTemplate() async throws {
        let log = LogCapture()
        let client = try client(log: log) { $0.get("/products/{id}") { _, _ in "x" } }
        let trace = TraceContext.root()
        _ = try await client.get("/products/KT-001", headers: [.traceparent: trace.traceparent])
        let lines = log.lines.filter { $0.contains("\"message\":\"request\"") }
        #expect(lines.count == 1)
        for part in ["\"route\":\"/products/{id}\"", "\"status\":\"200\"", "\"trace\":\"\(trace.traceID)\""] {
            #expect(lines.first?.contains(part) == true, "\(part)")
        }
    }

    @Test func headIsAnsweredWhereGetIs() async throws {
        let client = try client { $0.get("/") { _, _ in "four" } }
        let answer = try await client.send(WireRequest(method: .head, target: "/"))
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentLength] == "4")
        #expect(answer.text == "")
    }

    @Test func readinessNamesWhatIsNotWell() async throws {
        let checks = [ReadinessCheck("database") { nil }, ReadinessCheck("shell-server") { "does not answer" }]
        let client = try client(readiness: checks) { _ in }
        let ready = try await client.get("/health/ready")
        #expect(ready.status == .serviceUnavailable)
        #expect(ready.text.contains("{\"shell-server\":\"does not answer\"}"))
        #expect(try await client.get("/health/live").status == .ok)
    }

    @Test(arguments: [
        ("text/plain", "{}", 415), ("application/json", "{", 400), ("application/json", "{\"a\":\"x\"}", 422),
        ("application/json; charset=utf-8", "{\"a\":1}", 200),
        ("application/json", "{\"a\":" + String(repeating: " ", count: 70_000) + "1}", 413),
    ])
    func bodyIsTakenStrictly(_ type: String, _ body: String, _ status: Int) async throws {
        let client = try client { router in
            router.post("/") { request, _ in
                let value = try await request.json([String: Int].self)
                return "\(value)"
            }
        }
        let answer = try await client.send(
            WireRequest(method: .post, target: "/", headers: [.contentType: type], body: ByteBuffer(string: body)))
        #expect(answer.status.code == status)
    }
}

@Suite struct ETagMiddlewareTests {
    private func client(_ response: Response) throws -> RouterClient {
        let chassis = Chassis.test("catalog-service", in: try ScratchFolder())
        let router = chassis.router()
        router.add(middleware: ETagMiddleware())
        router.get("/") { _, _ in response }
        return RouterClient(ShopApplication(router: router), on: chassis)
    }

    private func text(_ text: String, _ headers: HTTPFields = [:]) -> Response {
        Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    @Test func whoHasItAlreadyIsToldSo() async throws {
        let client = try client(text("page", [.contentType: "text/html", .cacheControl: "no-cache"]))
        let first = try await client.get("/")
        let tag = try #require(first.headers[.eTag])
        for condition in [tag, "W/\(tag)", "\"other\", \(tag)", "\"other\" ,W/\(tag)", "*"] {
            let second = try await client.get("/", headers: [.ifNoneMatch: condition])
            #expect(second.status == .notModified, "\(condition)")
            #expect(second.headers[.eTag] == tag)
            #expect(second.headers[.cacheControl] == "no-cache")
            #expect(second.headers[.contentType] == nil)
            #expect(second.text == "")
        }
        #expect(try await client.get("/", headers: [.ifNoneMatch: "\"other\""]).status == .ok)
    }

    @Test func ownTagIsKept() async throws {
        for tag in ["\"mine\"", "W/\"mine\""] {
            let client = try client(text("page", [.eTag: tag]))
            #expect(try await client.get("/").headers[.eTag] == tag)
            #expect(try await client.get("/", headers: [.ifNoneMatch: "W/\"mine\""]).status == .notModified)
        }
    }

    @Test func streamsAndErrorsHaveNone() async throws {
        let stream = Response(
            status: .ok,
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "a"))
                try await writer.finish(nil)
            })
        #expect(try await client(stream).get("/").headers[.eTag] == nil)
        #expect(try await client(Response(status: .notFound)).get("/").headers[.eTag] == nil)
    }

    @Test func tagsOfDifferentBytesDiffer() {
        let texts = ["", "a", "b", "ab", "ba"] + (0..<1_000).map { "page \($0)" }
        #expect(Set(texts.map { ETagMiddleware.tag(of: ByteBuffer(string: $0)) }).count == texts.count)
    }
}
