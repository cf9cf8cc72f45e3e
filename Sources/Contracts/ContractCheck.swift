import FoundationEssentials
import HTTPTypes
import Wire

/// Checks a consumer's contract against a running provider.
package struct ContractCheck: Sendable {
    private let contract: ConsumerContract

    private static let patience = Duration.seconds(5)
    private static let limit = 8 << 20

    package init(_ contract: ConsumerContract) {
        self.contract = contract
    }

    /// Reads a contract's file.
    /// - Throws: ``Problem`` that names the field that is wrong, or the error of reading it.
    package static func read(_ path: String) throws -> ConsumerContract {
        let data = try Data(contentsOf: URL(filePath: path))
        do {
            return try JSONDecoder().decode(ConsumerContract.self, from: data)
        } catch let error as DecodingError {
            throw Problem(error)
        }
    }

    /// What the provider breaks, one sentence each, e.g. "decide-fragments expects `price.amount` to be a whole number
    /// in GET /products/KT-001: it is missing"; empty if the contract is kept.
    /// - Parameter mayChangeData: whether to make the calls that leave something behind.
    package func breaches(at address: Address, mayChangeData: Bool) async -> [String] {
        var breaches: [String] = []
        for expectation in contract.expectations where mayChangeData || expectation.changesData != true {
            breaches += await self.breaches(of: expectation, at: address)
        }
        return breaches
    }

    private func breaches(of expectation: Expectation, at address: Address) async -> [String] {
        let wanted = expectation.response
        func sentence(_ what: String, _ found: String) -> String {
            contract.sentence(what, of: expectation, found)
        }
        let answer: WireResponse
        do {
            answer = try await WireClient.shared.send(
                request(expectation.request), to: address, deadline: .after(Self.patience), limit: Self.limit)
        } catch {
            return [sentence("an answer", "there is none (\(error))")]
        }
        guard answer.status.code == wanted.status else {
            return [sentence("the status \(wanted.status)", "it is \(answer.status.code)")]
        }
        guard !wanted.fields.isEmpty else { return [] }
        guard let node = try? JSONDecoder().decode(JSONNode.self, from: Data(answer.body.readableBytesView)) else {
            return [sentence("JSON", "the answer is none")]
        }
        return FieldCheck.faults(in: node, fields: wanted.fields).map { fault in
            sentence("`\(fault.path)` to be \(fault.kind.words)", "it \(fault.found)")
        }
    }

    private func request(_ wanted: Expectation.Request) throws -> WireRequest {
        guard let method = HTTPRequest.Method(wanted.method) else {
            throw Problem(.unprocessableContent, detail: "\(wanted.method) is no method.")
        }
        var request = WireRequest(method: method, target: wanted.path, headers: [.accept: "application/json"])
        for (name, value) in wanted.headers ?? [:] {
            if let name = HTTPField.Name(name) { request.headers[name] = value }
        }
        if let body = wanted.body {
            request.body = try StrictJSON.encode(body)
            request.headers[.contentType] = "application/json"
        }
        return request
    }
}
