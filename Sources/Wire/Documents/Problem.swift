import HTTPTypes

/// A problem document: what every error of every service looks like on the wire (RFC 9457).
package struct Problem: Error, Sendable, Hashable, Codable {
    /// One mistake in what was sent: where, and what is wrong.
    package struct FieldError: Error, Sendable, Hashable, Codable {
        /// The field's path, e.g. `lines[0].quantity`.
        package var field: String
        /// What is wrong and what would be right.
        package var detail: String
        /// The line of the document, 1 at the top, where the document has lines.
        package var line: Int?

        package init(field: String, detail: String, line: Int? = nil) {
            self.field = field
            self.detail = detail
            self.line = line
        }
    }

    /// A URI reference that names the kind of problem, e.g. `/problems/out-of-stock`; `about:blank` for a plain status.
    package var type: String
    package var title: String
    package var status: Int
    package var detail: String?
    package var errors: [FieldError]?

    package init(
        _ status: HTTPResponse.Status, type: String = "about:blank", title: String? = nil,
        detail: String? = nil, errors: [FieldError]? = nil
    ) {
        self.type = type
        self.title = title ?? status.reasonPhrase
        self.status = status.code
        self.detail = detail
        self.errors = errors
    }

    package static let mediaType = "application/problem+json"

    /// 422: one field is not as it must be.
    package static func invalid(_ field: String, _ detail: String) -> Problem {
        .invalid([FieldError(field: field, detail: detail)])
    }

    /// Some fields are not as they must be.
    package static func invalid(
        _ errors: [FieldError], status: HTTPResponse.Status = .unprocessableContent
    ) -> Problem {
        Problem(
            status, type: "/problems/invalid-input", title: "Invalid input",
            detail: errors.map { "\($0.field) \($0.detail)" }.joined(separator: "; "), errors: errors)
    }

    package static func notFound(_ what: String) -> Problem {
        Problem(.notFound, type: "/problems/not-found", title: "Not found", detail: what)
    }
}
