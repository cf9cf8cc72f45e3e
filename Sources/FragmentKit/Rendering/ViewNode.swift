import Mustache

/// A value of a view, looked into once: its members by name.
///
/// The template engine finds a member by reflecting the whole value anew, for each name of the template; in a fragment
/// with a list that is most of what its rendering costs. Members are wrapped in turn when they are asked for, so that
/// what a template does not show costs nothing.
final class ViewNode: MustacheParent {
    private let value: Any
    private lazy var members = Self.members(of: value)

    init(_ value: Any) {
        self.value = value
    }

    /// Nil also for a member that is there and holds nothing.
    func child(named name: String) -> Any? { members[name] }

    /// What a template gets for a value: text, numbers, truth and whatever says itself how it reads as they are, lists
    /// member by member.
    private static func shown(_ value: Any) -> Any? {
        if value is String || value is Bool || value is Int { return value }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { shown($0.value) }
        case .collection: return mirror.children.compactMap { shown($0.value) }
        case .struct, .class: return value is any CustomStringConvertible ? value : ViewNode(value)
        default: return value
        }
    }

    private static func members(of value: Any) -> [String: Any] {
        var members: [String: Any] = [:]
        for case (let name?, let value) in Mirror(reflecting: value).children { members[name] = shown(value) }
        return members
    }
}
