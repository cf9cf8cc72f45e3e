import Chassis
import Hummingbird
import NIOCore
import RegistryAPI
import Wire

/// How the registry answers: never to be kept, always saying what the directory is at.
enum Answer {
    static func done(_ status: HTTPResponse.Status, _ mark: DirectoryMark) -> Response {
        Response(status: status, headers: headers(mark))
    }

    static func json(_ value: some Encodable, _ mark: DirectoryMark) throws -> Response {
        try .json(value, headers: headers(mark))
    }

    /// In the form that the caller reads: as Eureka does it, XML unless `Accept` names JSON, or takes anything.
    /// - Throws: ``Problem`` 406 for whoever reads neither.
    static func document(
        _ value: some Encodable, _ xml: @autoclosure () -> String, _ request: Request, _ mark: DirectoryMark
    ) throws -> Response {
        let accepted = request.headers[.accept]?.lowercased() ?? "application/xml"
        if accepted.contains("json") || accepted == "*/*" { return try json(value, mark) }
        guard accepted.contains("xml") || accepted.contains("*/*") || accepted.contains("application/*") else {
            throw Problem(.notAcceptable, detail: "The registry writes application/json and application/xml.")
        }
        var fields = headers(mark)
        fields[.contentType] = "application/xml"
        return Response(status: .ok, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(string: xml())))
    }

    private static func headers(_ mark: DirectoryMark) -> HTTPFields {
        [.cacheControl: "no-store", .shopDirectory: mark.description, .vary: "accept"]
    }
}

extension ShopContext {
    /// A part of the path, decoded; empty if it is not percent-encoded UTF-8.
    func part(_ name: String) -> String { parameters.get(name).flatMap { PercentEncoding.decode($0) } ?? "" }
}
