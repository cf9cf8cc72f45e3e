/// Checks a consumer's contract against what a provider says of itself, without asking it anything.
package struct DescriptionCheck: Sendable {
    private let contract: ConsumerContract
    /// Whose description it is, e.g. "catalog-service 12-a31d074".
    private let provider: String

    package init(_ contract: ConsumerContract, with provider: String) {
        self.contract = contract
        self.provider = provider
    }

    /// What is expected and not promised, one sentence each, as ``ContractCheck`` says what is broken; empty if the
    /// consumer gets all that it needs.
    package func breaches(in description: ServiceDescription) -> [String] {
        contract.expectations.flatMap { breaches(of: $0, in: description) }
    }

    private func breaches(of expectation: Expectation, in description: ServiceDescription) -> [String] {
        let wanted = expectation.response
        func sentence(_ what: String, _ found: String) -> String {
            contract.sentence(what, of: expectation, at: provider, found)
        }
        switch description.answer(to: expectation.request, status: wanted.status) {
        case .none: return [sentence("an answer", "there is none")]
        case .otherStatus: return [sentence("the status \(wanted.status)", "there is none such")]
        case .described(nil): return wanted.fields.isEmpty ? [] : [sentence("JSON", "the answer is none")]
        case .described(let schema?):
            return description.faults(in: schema, fields: wanted.fields).map { fault in
                sentence("`\(fault.path)` to be \(fault.kind.words)", "it \(fault.found)")
            }
        }
    }
}
