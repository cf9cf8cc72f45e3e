import Wire

/// What a consumer needs of a service, written down by the consumer in its own folder
/// (`Expectations/PROVIDER.json`) and checked against the provider: a consumer-driven contract.
package struct ConsumerContract: Sendable, Hashable, Decodable {
    /// The process that calls.
    package var consumer: String
    /// The process that is called.
    package var provider: String
    /// In the order in which they are checked: an earlier one may make what a later one reads.
    package var expectations: [Expectation]

    package init(consumer: String, provider: String, expectations: [Expectation]) {
        self.consumer = consumer
        self.provider = provider
        self.expectations = expectations
    }
}

extension ConsumerContract {
    /// What a breach is told as.
    /// - Parameter provider: who does not keep it, where that is not clear.
    func sentence(
        _ what: String, of expectation: Expectation, at provider: String? = nil, _ found: String
    ) -> String {
        let call = "\(expectation.request.method) \(expectation.request.path)"
        return "\(consumer) expects \(what) in \(call)\(provider.map { " of \($0)" } ?? ""): \(found)"
    }
}

/// One call and what must be in its answer. Whatever else the answer holds, nobody minds.
package struct Expectation: Sendable, Hashable, Decodable {
    package struct Request: Sendable, Hashable, Decodable {
        package var method: String
        /// Path and query.
        package var path: String
        package var headers: [String: String]?
        /// Any JSON.
        package var body: JSONNode?

        package init(method: String, path: String, headers: [String: String]? = nil, body: JSONNode? = nil) {
            self.method = method
            self.path = path
            self.headers = headers
            self.body = body
        }
    }

    package struct Response: Sendable, Hashable, Decodable {
        package var status: Int
        /// Paths of fields, e.g. `variants[].price.currency` (`[]` stands for every element), and what each must be.
        package var fields: [String: FieldKind]

        package init(status: Int, fields: [String: FieldKind]) {
            self.status = status
            self.fields = fields
        }
    }

    package var name: String
    /// Whether it leaves something behind: such a one is checked in tests, never against a shop with shoppers in it.
    package var changesData: Bool?
    package var request: Request
    package var response: Response

    package init(name: String, changesData: Bool? = nil, request: Request, response: Response) {
        self.name = name
        self.changesData = changesData
        self.request = request
        self.response = response
    }
}

/// What a field must be. With a question mark behind it, it may also be null or missing.
package struct FieldKind: Sendable, Hashable, Decodable {
    package enum Kind: String, Sendable, CaseIterable {
        case text
        case wholeNumber = "whole number"
        case number
        case yesOrNo = "yes or no"
        case object
        case list
        /// A list with at least one element.
        case filledList = "filled list"
    }

    package let kind: Kind
    package let mayBeMissing: Bool

    package init(_ kind: Kind, mayBeMissing: Bool = false) {
        self.kind = kind
        self.mayBeMissing = mayBeMissing
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        mayBeMissing = text.hasSuffix("?")
        guard let kind = Kind(rawValue: mayBeMissing ? String(text.dropLast()) : text) else {
            let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\"\(text)\" is none of \(known)"))
        }
        self.kind = kind
    }

    /// With its article, as a message says it.
    var words: String {
        switch kind {
        case .text: "text"
        case .wholeNumber: "a whole number"
        case .number: "a number"
        case .yesOrNo: "true or false"
        case .object: "an object"
        case .list: "a list"
        case .filledList: "a list that is not empty"
        }
    }

    func accepts(_ node: JSONNode) -> Bool {
        switch (kind, node) {
        case (.text, .text), (.wholeNumber, .whole), (.number, .whole), (.number, .fraction), (.yesOrNo, .truth),
            (.object, .object), (.list, .list):
            true
        case (.filledList, .list(let elements)): !elements.isEmpty
        default: false
        }
    }
}
