import FragmentContract
import HTTPTypes
import NIOCore
import Wire

/// One fragment as a release rendered it with one of its samples.
package struct SampleRendering: Sendable {
    package let fragment: FragmentDeclaration
    package let sample: [String: String]
    /// The last answer, or why there is none.
    package let answer: Result<WireResponse, WireError>
    /// The best of the tries.
    package let time: Duration

    package init(
        fragment: FragmentDeclaration, sample: [String: String], answer: Result<WireResponse, WireError>, time: Duration
    ) {
        self.fragment = fragment
        self.sample = sample
        self.answer = answer
        self.time = time
    }

    /// Where its server answers a fragment with a sample.
    package static func target(_ fragment: FragmentDeclaration, _ sample: [String: String]) -> String {
        var query = QueryWriter()
        for input in fragment.inputs { query.add(input.name, sample[input.name]) }
        return query.target(fragment.path)
    }

    /// What is wrong with it; empty if all is well. A redirect is an answer, and has no markup to look at.
    package var findings: [ReleaseFinding] {
        let budget = fragment.budget
        var faults: [String] = []
        switch answer {
        case .failure(.tooLarge): faults.append("is longer than its \(budget.bytes) bytes")
        case .failure(.deadlineExceeded): faults.append("did not answer within \(budget.milliseconds) ms")
        case .failure(let error): faults.append("did not answer: \(error)")
        case .success(let response):
            switch response.status.code {
            case 200: faults += content(response)
            case 204: break
            case 301, 302, 303, 307,
                308 where response.headers[.location] != nil:
                break
            case let code: faults.append("answered \(code)")
            }
            if time > .milliseconds(budget.milliseconds) {
                faults.append("took \(time.milliseconds) ms; its budget is \(budget.milliseconds)")
            }
        }
        let shown = sample.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let place = shown.isEmpty ? "" : " (with\(shown))"
        return faults.map { ReleaseFinding(fragment.name, $0 + place) }
    }

    private func content(_ response: WireResponse) -> [String] {
        guard response.headers[.contentType]?.lowercased().hasPrefix("text/html") == true else {
            return ["is \(response.headers[.contentType] ?? "of no media type"), not text/html"]
        }
        guard response.body.readableBytes <= fragment.budget.bytes else {
            return ["has \(response.body.readableBytes) bytes; its budget is \(fragment.budget.bytes)"]
        }
        return MarkupCheck.faults(in: response.body, headingLevel: fragment.headingLevel)
    }
}
