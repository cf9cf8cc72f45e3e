/// An HTTP/1.1 answer as it stood on the wire.
package struct RawResponse: Sendable {
    package let status: Int
    package let fields: [(name: String, value: String)]
    package var body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of the field `name`, in lower case; of several the first.
    package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    package struct Malformed: Error {
        package let head: String
    }
}

extension RawConnection {
    /// The head of an answer; its body is still to be read.
    package func responseHead() async throws -> RawResponse {
        let head = try await read(through: "\r\n\r\n")
        let lines = head.split(separator: "\r\n")
        guard let first = lines.first, first.hasPrefix("HTTP/1."),
            let status = Int(first.dropFirst(9).prefix(3))
        else { throw RawResponse.Malformed(head: head) }
        let fields = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (line[..<colon].lowercased(), String(line[colon...].dropFirst().drop { $0 == " " }))
        }
        return RawResponse(status: status, fields: fields, body: [])
    }

    /// One chunk of a chunked body; nil for the last.
    package func chunk() async throws -> [UInt8]? {
        let line = try await read(through: "\r\n").dropLast()
        guard let count = Int(line.filter { $0 != "\r\n" && $0 != "\r" }, radix: 16) else {
            throw RawResponse.Malformed(head: String(line))
        }
        let bytes = try await read(count: count)
        _ = try await read(count: 2)
        return count == 0 ? nil : Array(bytes.readableBytesView)
    }

    /// A whole answer.
    package func response(hasBody: Bool = true) async throws -> RawResponse {
        var response = try await responseHead()
        guard hasBody, response.status != 204, response.status != 304 else { return response }
        if response["transfer-encoding"] == "chunked" {
            while let chunk = try await chunk() { response.body += chunk }
        } else if let count = response["content-length"].flatMap({ Int($0) }) {
            response.body = Array(try await read(count: count).readableBytesView)
        } else {
            response.body = Array(await readToEnd().utf8)
        }
        return response
    }

    /// Sends a request and reads its answer.
    package func request(_ text: String, hasBody: Bool = true) async throws -> RawResponse {
        try await send(text)
        return try await response(hasBody: hasBody)
    }
}
