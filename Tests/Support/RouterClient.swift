import Chassis
import FoundationEssentials
import Hummingbird
import NIOCore
import NIOEmbedded
import Wire

/// Sends requests straight to an application's router: everything real but the socket. Its background services do not
/// run; where they matter use ``RunningServer``.
package struct RouterClient: Sendable {
    private let application: ShopProcess

    package init(_ shop: ShopApplication, on chassis: Chassis) {
        application = chassis.serve(shop)
    }

    package func send(_ request: WireRequest) async throws -> WireResponse {
        let head = HTTPRequest(
            method: request.method, scheme: "http", authority: "shop.test", path: request.target,
            headerFields: request.headers)
        let context = ShopContext(
            source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: application.logger))
        let response = try await application.responder.respond(
            to: Request(head: head, body: RequestBody(buffer: request.body ?? ByteBuffer())), context: context)
        return WireResponse(
            status: response.status, headers: response.headers, body: try await response.body.collected())
    }

    package func get(_ target: String, headers: HTTPFields = [:]) async throws -> WireResponse {
        try await send(WireRequest(target: target, headers: headers))
    }

    /// Sends text as a JSON body.
    package func send(
        _ method: HTTPRequest.Method, _ target: String, json: String, headers: HTTPFields = [:]
    ) async throws -> WireResponse {
        var headers = headers
        headers[.contentType] = "application/json"
        return try await send(
            WireRequest(method: method, target: target, headers: headers, body: ByteBuffer(string: json)))
    }
}

extension WireResponse {
    /// The body decoded from JSON.
    package func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body.readableBytesView))
    }
}
