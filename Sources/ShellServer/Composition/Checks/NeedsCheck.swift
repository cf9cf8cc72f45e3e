import FragmentContract
import Wire

/// Compares a new manifest with what others in the shop need: pure, told everything.
package struct NeedsCheck: Sendable {
    private let new: FragmentManifest
    private let before: FragmentManifest?
    private let others: [FragmentManifest]

    /// - Parameters:
    ///   - before: the server's manifest that is in service; nil for a server that is new.
    ///   - others: the manifests in service of all other servers.
    package init(new: FragmentManifest, before: FragmentManifest?, others: [FragmentManifest]) {
        self.new = new
        self.before = before
        self.others = others
    }

    /// Who would break, and by what. Somebody who needed what was never there does not count: he is broken already.
    package func findings(_ needs: [SiteNeed]) -> [ReleaseFinding] {
        let own = Set(new.fragments.map(\.name))
        let findings = needs.filter { !own.contains($0.who) }.flatMap { need -> [ReleaseFinding] in
            switch need.kind {
            case .fragment(let name): fragment(name, need.who)
            case .placement(let name, let inputs): placement(name, inputs, need.who)
            case .event(let name): event(name, need.who)
            case .page(let path): page(path, need.who)
            case .action(let path): action(path, need.who)
            }
        }
        return findings.reduce(into: []) { all, next in if !all.contains(next) { all.append(next) } }
    }

    /// Pages and actions that went without anybody who links to them.
    package var notes: [String] {
        guard let before else { return [] }
        let pages = Set(new.pages.compactMap { RoutePattern($0.route)?.shape })
        let actions = Set(new.actions.compactMap { RoutePattern($0.route)?.shape })
        return before.pages.filter { page in RoutePattern(page.route).map { !pages.contains($0.shape) } ?? false }
            .map { "the page \($0.route) is gone" }
            + before.actions.filter { action in RoutePattern(action.route).map { !actions.contains($0.shape) } ?? false
            }
            .map { "the action \($0.route) is gone" }
    }

    // MARK: Fragments

    private func fragment(_ name: String, _ who: String) -> [ReleaseFinding] {
        guard let before, before.fragments.contains(where: { $0.name == name }) else { return [] }
        let isThere = new.fragments.contains { $0.name == name }
        return isThere ? [] : [ReleaseFinding(who, "needs \(name), which is gone")]
    }

    private func placement(_ name: String, _ inputs: [String: String], _ who: String) -> [ReleaseFinding] {
        guard let former = before?.fragments.first(where: { $0.name == name }) else { return [] }
        guard let present = new.fragments.first(where: { $0.name == name }) else { return fragment(name, who) }
        var findings: [ReleaseFinding] = []
        for input in former.inputs {
            guard let value = inputs[input.name], input.accepts(value) else { continue }
            guard let now = present.inputs.first(where: { $0.name == input.name }) else {
                findings.append(ReleaseFinding(who, "needs \(name) with the input \(input.name), which is gone"))
                continue
            }
            if !now.accepts(value) {
                let change = "which must be a \(now.kind.rawValue) now"
                findings.append(ReleaseFinding(who, "gives \(name) the input \(input.name)=\(value), \(change)"))
            }
        }
        for input in present.inputs where input.isRequired && (inputs[input.name] ?? "").isEmpty {
            let wasRequired = former.inputs.contains { $0.name == input.name && $0.isRequired }
            guard !wasRequired else { continue }
            findings.append(
                ReleaseFinding(who, "does not give \(name) the input \(input.name), which is required now"))
        }
        return findings
    }

    // MARK: Events and routes

    private func event(_ name: String, _ who: String) -> [ReleaseFinding] {
        func sends(_ manifest: FragmentManifest) -> Bool { manifest.fragments.contains { $0.emits.contains(name) } }
        guard let before, sends(before), !sends(new), !others.contains(where: sends) else { return [] }
        return [ReleaseFinding(who, "hears \(name), which no fragment sends any more")]
    }

    private func page(_ path: String, _ who: String) -> [ReleaseFinding] {
        route(path, \.pageRoutes) ? [] : [ReleaseFinding(who, "links to \(path), which is no page any more")]
    }

    private func action(_ path: String, _ who: String) -> [ReleaseFinding] {
        route(path, \.actionRoutes) ? [] : [ReleaseFinding(who, "posts to \(path), which nobody takes any more")]
    }

    /// Whether a path still leads somewhere, or never did.
    private func route(_ path: String, _ routes: (FragmentManifest) -> [String]) -> Bool {
        let parts = path.split(separator: "/").map { PercentEncoding.decode($0) ?? String($0) }
        func leads(_ manifest: FragmentManifest) -> Bool {
            routes(manifest).contains { RoutePattern($0)?.match(parts) != nil }
        }
        guard let before, leads(before) else { return true }
        return leads(new) || others.contains(where: leads)
    }
}

extension FragmentManifest {
    fileprivate var pageRoutes: [String] { pages.map(\.route) }
    fileprivate var actionRoutes: [String] { actions.map(\.route) }
}
