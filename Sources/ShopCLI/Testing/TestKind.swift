/// The three depths at which the shop is tested.
enum TestKind: String, CaseIterable, Sendable {
    case unit, fleet, e2e
}
