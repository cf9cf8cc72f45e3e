import FragmentContract
import HTTPTypes
import NIOCore
import Wire

/// Makes pages out of fragments.
package struct Composer: Sendable {
    /// Layouts that every shell must have: of the pages that it composes itself.
    package enum ErrorLayout {
        package static let notFound = "not-found"
        package static let unavailable = "unavailable"
    }

    private let layouts: [String: Layout]
    private let sharedAssets: [String: AssetDeclaration]
    private let resolver: FragmentResolver
    private let onEveryPage: [AssetDeclaration]
    private let isInTransition: @Sendable () -> Bool

    /// - Parameters:
    ///   - layouts: by name, ``ErrorLayout``'s among them.
    ///   - sharedAssets: the shell's own, which layouts name.
    ///   - onEveryPage: names of those that every layout has besides.
    ///   - isInTransition: whether the fleet has only just changed: then pages wait for more than they must.
    package init(
        layouts: [String: Layout], sharedAssets: [AssetDeclaration], resolver: FragmentResolver,
        onEveryPage: Set<String> = [], isInTransition: @escaping @Sendable () -> Bool = { false }
    ) {
        self.layouts = layouts
        self.sharedAssets = Dictionary(sharedAssets.map { ($0.name, $0) }) { first, _ in first }
        self.resolver = resolver
        self.isInTransition = isInTransition
        self.onEveryPage = sharedAssets.filter { onEveryPage.contains($0.name) }
    }

    /// Match the page, plan its fragments, fetch them within the deadline, decide what the page is, assemble it.
    package func compose(_ request: PageRequest, site: SiteMap) async -> ComposedPage {
        guard let match = match(request, site) else { return await errorPage(404, request, site, by: nil) }
        let plan = fetch(match, request, site)
        switch await verdict(plan) {
        case .page: return assemble(plan, status: 200, request)
        case .redirect(let status, let head): return Self.redirect(status, head, route: plan.route)
        case .error(let status): return await errorPage(status, request, site, by: plan.deadlines)
        }
    }

    // MARK: Match

    private struct Match {
        let page: SiteMap.Page
        let layout: Layout
        let inputs: [String: String]
    }

    /// Nil if no team has a page there, or what its address must hold is missing or cannot be it.
    private func match(_ request: PageRequest, _ site: SiteMap) -> Match? {
        guard let (page, parameters) = site.page(at: request.path), let layout = layouts[page.declaration.layout] else {
            return nil
        }
        var inputs: [String: String] = [:]
        for input in page.primary.declaration.inputs {
            let value = parameters[input.name] ?? request.query.joined(input.name)
            let isGood = value.map { !$0.isEmpty && input.accepts($0) } ?? false
            let isNeeded = input.isRequired || parameters[input.name] != nil
            guard isGood || !isNeeded else { return nil }
            inputs[input.name] = value
        }
        return Match(page: page, layout: layout, inputs: inputs)
    }

    // MARK: Plan and fetch

    private func fetch(_ match: Match, _ request: PageRequest, _ site: SiteMap) -> PagePlan {
        let deadlines = PageDeadlines(of: match.layout)
        let work = work(by: deadlines, request, site)
        var plan = PagePlan(
            route: match.page.declaration.route, deadlines: deadlines, layout: match.layout,
            title: match.page.declaration.title,
            primary: work.startPrimary(match.page.primary, inputs: match.inputs),
            parts: work.start(match.layout.placeholders), patience: .after(match.layout.patience),
            assets: assets(of: match.layout, match.page.primary, site), shares: site.shares)
        plan.isForEverybody = match.page.primary.declaration.visibility == .shared
        return plan
    }

    private func work(by deadlines: PageDeadlines, _ request: PageRequest, _ site: SiteMap) -> PageWork {
        PageWork(
            site: site, deadlines: deadlines, resolver: resolver, visitor: request.visitor,
            isInTransition: isInTransition)
    }

    private func assets(of layout: Layout, _ primary: SiteMap.Fragment?, _ site: SiteMap) -> [AssetDeclaration] {
        let roots = layout.placeholders.compactMap { site.fragments[$0.name] } + (primary.map { [$0] } ?? [])
        return layout.assets.compactMap { sharedAssets[$0] } + onEveryPage + site.assets(for: roots)
    }

    // MARK: Decide

    private enum Verdict {
        case page
        case redirect(Int, HeadContribution)
        case error(Int)
    }

    /// What the page is, as soon as it is certain: when every required part has come to its outcome.
    private func verdict(_ plan: PagePlan) async -> Verdict {
        if let primary = plan.primary {
            let placed = await primary.outcome.value()
            switch placed.status {
            case 300..<400: return .redirect(placed.status, placed.head)
            case 410: return .error(410)
            case 400..<500: return .error(404)
            default: break
            }
        }
        return await hasAllRequired((plan.primary.map { [$0] } ?? []) + plan.parts) ? .page : .error(503)
    }

    private func hasAllRequired(_ parts: [Part]) async -> Bool {
        for part in parts where part.isRequired {
            let placed = await part.outcome.value()
            guard placed.markup != nil, await hasAllRequired(placed.children) else { return false }
        }
        return true
    }

    // MARK: Assemble

    private func assemble(_ plan: PagePlan, status: Int, _ request: PageRequest) -> ComposedPage {
        let head = plan.primary?.outcome.now?.head ?? .none
        var headers = PageHead.headers
        headers[.serverTiming] = ServerTiming.value(of: plan)
        headers[.robots] = head.robots
        for cookie in head.cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        if status == 503 { headers[.retryAfter] = "2" }
        var assembler = PageAssembler(plan: plan, head: PageHead(plan, head).markup(request), request: request)
        let body: ComposedPage.Body
        switch assembler.advance(mayPostpone: false) {
        case .finished(let whole):
            body = .whole(whole)
        case .wait(let begin, _), .collect(let begin, _):
            body = .streamed(
                PageStream(begin: begin, assembler: assembler, tier: request.tier, patience: plan.patience))
        }
        return ComposedPage(
            status: status, headers: headers, body: body, route: plan.route, isForEverybody: plan.isForEverybody)
    }

    private static func redirect(_ status: Int, _ head: HeadContribution, route: String) -> ComposedPage {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        headers[.location] = head.location
        for cookie in head.cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return ComposedPage(status: status, headers: headers, body: .empty, route: route)
    }

    /// A page of the shell's own: composed like any other, but nothing in it is required.
    package func errorPage(_ status: Int, _ request: PageRequest, _ site: SiteMap) async -> ComposedPage {
        await errorPage(status, request, site, by: nil)
    }

    /// - Parameter deadlines: of the page that it stands for: both together take no longer than that may at most.
    private func errorPage(
        _ status: Int, _ request: PageRequest, _ site: SiteMap, by deadlines: PageDeadlines?
    ) async -> ComposedPage {
        let name = status >= 500 ? ErrorLayout.unavailable : ErrorLayout.notFound
        guard let layout = layouts[name] else {
            return ComposedPage(status: status, headers: PageHead.headers, body: .empty, route: name)
        }
        let deadlines = PageDeadlines(of: layout).within(deadlines)
        let work = work(by: deadlines, request, site)
        let plan = PagePlan(
            route: name, deadlines: deadlines, layout: layout,
            title: status >= 500 ? "We will be right back" : "Page not found", primary: nil,
            parts: work.start(layout.placeholders), patience: .after(layout.patience),
            assets: assets(of: layout, nil, site), shares: site.shares)
        return assemble(plan, status: status, request)
    }
}

/// A page on its way: what was planned and begun.
struct PagePlan: Sendable {
    let route: String
    let deadlines: PageDeadlines
    let layout: Layout
    let title: String
    let primary: Part?
    let parts: [Part]
    let patience: Deadline
    let assets: [AssetDeclaration]
    let shares: [ReleaseID: Int]
    var isForEverybody = false
}
