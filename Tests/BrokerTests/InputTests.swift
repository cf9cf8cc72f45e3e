import Broker
import BrokerAPI
import GRDB
import HTTPTypes
import NIOCore
import TestSupport
import Testing
import Wire

@Suite struct InputTests {
    @Test(arguments: [
        ("/groups/catalog/deliveries", "consumer"), ("/groups/catalog/deliveries?consumer=", "consumer"),
        ("/groups/catalog/deliveries?consumer=a&limit=0", "limit"),
        ("/groups/catalog/deliveries?consumer=a&limit=101", "limit"),
        ("/groups/catalog/deliveries?consumer=a&wait=26", "wait"),
        ("/groups/catalog/deliveries?consumer=a&wait=-1", "wait"),
        ("/groups/catalog/deliveries?consumer=a&colour=red", "colour"),
        ("/groups/catalog/deliveries?consumer=a&consumer=b", "consumer"),
        ("/groups/Catalog/deliveries?consumer=a", "group"), ("/groups/a%20b/parked", "group"),
        ("/groups/catalog/parked?limit=1001", "limit"), ("/groups/catalog/parked/0", "position"),
        ("/groups/catalog/parked/x", "position"), ("/log?after=x", "after"), ("/log?last=0", "last"),
        ("/log?last=1&after=1", "after"), ("/log?before=1", "before"),
        ("/log?limit=0", "limit"), ("/log?topic=", "topic"), ("/log/x", "id"),
        ("/log/a%2Fb%2F0", "id"), ("/groups?x=1", "x"),
    ])
    func senselessQuestionIsRefusedWithTheField(target: String, field: String) async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        let answer = try await broker.router.get(target)
        #expect(answer.status.code == 422)
        #expect(try answer.decode(Problem.self).errors?.map(\.field) == [field])
    }

    @Test(arguments: [
        ("", 400, nil), ("{", 400, nil), ("{}", 422, "topics"), ("{\"topics\":[]}", 422, "topics"),
        ("{\"topics\":[\"A\"]}", 422, "topics[0]"), ("{\"topics\":[\"a\"],\"from\":\"end\"}", 422, "from"),
        ("{\"topics\":[\"a\"],\"colour\":1}", 422, "colour"), ("{\"topics\":\"a\"}", 422, "topics"),
    ])
    func senselessSubscriptionIsRefused(body: String, status: Int, field: String?) async throws {
        let broker = try await BrokerFixture()
        let answer = try await broker.router.send(.put, "/groups/catalog", json: body)
        #expect(answer.status.code == status)
        #expect(try answer.decode(Problem.self).errors?.first?.field == field)
        #expect(try await broker.groups().isEmpty)
    }

    @Test(arguments: [
        ("{}", "acknowledged"), ("{\"acknowledged\":[\"a\"]}", "acknowledged[0]"),
        ("{\"rejected\":[{\"position\":1,\"reason\":\"x\"}]}", "rejected[0].attempt"),
        ("{\"rejected\":[{\"position\":1,\"attempt\":0,\"reason\":\"x\"}]}", "rejected[0].attempt"),
        ("{\"rejected\":[{\"position\":1,\"attempt\":1}]}", "rejected[0].reason"), ("{\"done\":[1]}", "done"),
    ])
    func senselessOutcomeIsRefused(body: String, field: String) async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        let answer = try await broker.router.send(.post, "/groups/catalog/acknowledgements", json: body)
        #expect(answer.status.code == 422)
        #expect(try answer.decode(Problem.self).errors?.first?.field == field)
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/groups/x/deliveries?consumer=a"), (.delete, "/groups/x"), (.get, "/groups/x/parked"),
        (.get, "/groups/x/parked/1"), (.post, "/groups/x/parked/1/replay"), (.post, "/groups/catalog/parked/1/replay"),
        (.post, "/groups/catalog/parked/1/discard"), (.get, "/groups/catalog/parked/1"), (.get, "/log/a%2Fb%2F1"),
    ])
    func whatNobodyKnowsIsNotFound(method: HTTPRequest.Method, target: String) async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1))
        let answer = try await broker.router.send(WireRequest(method: method, target: target))
        #expect(answer.status == .notFound)
        #expect(try answer.decode(Problem.self).type == "/problems/not-found")
    }

    @Test func removedGroupIsDueNothing() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1))
        #expect(
            try await broker.router.send(WireRequest(method: .delete, target: "/groups/catalog")).status == .noContent)
        #expect(try await broker.groups().isEmpty)
        let due = try await broker.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM delivery") }
        #expect(due == 0)
    }
}
