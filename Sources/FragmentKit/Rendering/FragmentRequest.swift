import Chassis
import FragmentContract
import Hummingbird
import Vocabulary
import Wire

/// What a fragment's renderer is asked for: its declared inputs, checked, and its declared cookies.
package struct FragmentRequest: Sendable {
    package let inputs: [String: String]
    package let cookies: [String: String]
    package let context: ShopContext

    /// - Throws: ``Problem`` 400 if a required input is missing or one is not of its kind.
    init(_ request: Request, context: ShopContext, declaration: FragmentDeclaration) throws {
        let query = Query(request.uri.query ?? "")
        var inputs: [String: String] = [:]
        for input in declaration.inputs {
            let value = query.joined(input.name)
            guard let value else {
                guard !input.isRequired else { throw Problem.badInput(input.name, "is missing") }
                continue
            }
            guard input.accepts(value) else { throw Problem.badInput(input.name, "is not a \(input.kind.rawValue)") }
            inputs[input.name] = value
        }
        self.inputs = inputs
        cookies = Cookies.parse(request.headers[.cookie])
        self.context = context
    }

    package subscript(_ name: String) -> String? { inputs[name] }

    package func integer(_ name: String) -> Int? { inputs[name].flatMap(Int.init) }

    package func sku(_ name: String) -> SKU? { inputs[name].flatMap(SKU.init) }

    package func skus(_ name: String) -> [SKU] { list(name).compactMap(SKU.init) }

    /// A value of several parts.
    package func list(_ name: String) -> [String] {
        inputs[name]?.split(separator: ",").map(String.init) ?? []
    }
}

extension Problem {
    fileprivate static func badInput(_ name: String, _ detail: String) -> Problem {
        Problem(
            .badRequest, title: "Invalid input", detail: "\(name) \(detail)",
            errors: [.init(field: name, detail: detail)])
    }
}
