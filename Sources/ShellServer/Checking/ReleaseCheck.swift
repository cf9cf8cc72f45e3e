import Chassis
import Composition
import FoundationEssentials
import FragmentContract
import NIOCore
import ShellAPI
import Wire

/// Looks at a release of a fragment server before any visitor does: its manifest beside what the shop needs, and every
/// fragment rendered with its samples.
struct ReleaseCheck: Sendable {
    let layouts: [String: Layout]
    let site: SiteState
    let fetcher: WireFetcher

    private static let tries = 3
    private static let patience = Duration.seconds(5)
    private static let limit = 1 << 20

    func report(_ request: ReleaseCheckRequest) async -> ReleaseCheckReport {
        let manifest: FragmentManifest
        do throws(ReleaseFinding) {
            manifest = try await self.manifest(request)
        } catch {
            return Self.report([error], [], [])
        }
        let known = site.inService
        let others = known.filter { $0.server != request.server }
        var book = ManifestBook(layouts: Set(layouts.keys))
        for other in others { _ = book.offer(other, from: other.server) }
        let faults = book.offer(manifest, from: request.server).map { ReleaseFinding(request.server, $0) }
        guard faults.isEmpty else { return Self.report(faults, [], []) }
        let needs = NeedsCheck(
            new: manifest, before: known.first { $0.server == request.server }, others: others)
        async let needed = self.needs(of: others)
        let renderings = await render(manifest, at: request.address)
        let findings = needs.findings(await needed) + unserved(renderings, by: others + [manifest])
        let silent = manifest.fragments.filter(\.samples.isEmpty).map {
            "\($0.name) has no sample: it was not rendered"
        }
        return Self.report(findings + renderings.flatMap(\.findings), needs.notes + silent, renderings)
    }

    private static func report(
        _ findings: [ReleaseFinding], _ notes: [String], _ renderings: [SampleRendering]
    ) -> ReleaseCheckReport {
        let rows = renderings.map { rendering in
            let answer = try? rendering.answer.get()
            return ReleaseCheckReport.Rendering(
                name: rendering.fragment.name, sample: rendering.sample, status: answer?.status.code ?? 0,
                bytes: answer?.body.readableBytes ?? 0, milliseconds: rendering.time.milliseconds)
        }
        return ReleaseCheckReport(
            complaints: findings.map { .init(what: $0.what, who: $0.who) }, notes: notes, fragments: rows)
    }

    // MARK: The manifest

    private func manifest(_ request: ReleaseCheckRequest) async throws(ReleaseFinding) -> FragmentManifest {
        func refuse(_ what: String) -> ReleaseFinding { ReleaseFinding(request.server, what) }
        let answer: WireResponse
        do {
            answer = try await WireClient.shared.send(
                WireRequest(target: FragmentManifest.path), to: request.address, deadline: .after(Self.patience),
                limit: Self.limit)
        } catch {
            throw refuse("does not answer its manifest at \(request.address): \(error)")
        }
        guard answer.status == .ok else { throw refuse("answers its manifest with \(answer.status.code)") }
        let manifest: FragmentManifest
        do {
            manifest = try FragmentManifest(readFrom: answer)
        } catch {
            throw refuse("has no manifest that this shell can read: \(error.detail)")
        }
        guard manifest.release == request.release else {
            throw refuse("is release \(manifest.release) at \(request.address), not \(request.release)")
        }
        return manifest
    }

    // MARK: Renderings

    private func render(_ manifest: FragmentManifest, at address: Address) async -> [SampleRendering] {
        var renderings: [SampleRendering] = []
        for fragment in manifest.fragments {
            for sample in fragment.samples { renderings.append(await render(fragment, sample, at: address)) }
        }
        return renderings
    }

    /// One after another, as fast as the server can: the budget is for one call, not for a crowd.
    private func render(
        _ fragment: FragmentDeclaration, _ sample: [String: String], at address: Address
    ) async -> SampleRendering {
        let request = WireRequest(target: SampleRendering.target(fragment, sample), headers: [.accept: "text/html"])
        var best: (answer: Result<WireResponse, WireError>, time: Duration)?
        for _ in 0..<Self.tries {
            let start = ContinuousClock.now
            let deadline = Deadline.after(max(.milliseconds(fragment.budget.milliseconds), .seconds(1)))
            let answer: Result<WireResponse, WireError>
            do {
                answer = .success(
                    try await WireClient.shared.send(
                        request.carrying(RequestScope.current, deadline: deadline), to: address, deadline: deadline,
                        limit: fragment.budget.bytes))
            } catch let error as WireError {
                answer = .failure(error)
            } catch {
                answer = .failure(.deadlineExceeded)
            }
            let time = start.duration(to: .now)
            if best.map({ time < $0.time }) ?? true { best = (answer, time) }
        }
        return SampleRendering(
            fragment: fragment, sample: sample, answer: best?.answer ?? .failure(.deadlineExceeded),
            time: best?.time ?? .zero)
    }

    /// What the layouts and the other teams' fragments need, as they stand now.
    private func needs(of others: [FragmentManifest]) async -> [SiteNeed] {
        var needs = layouts.values.sorted { $0.name < $1.name }.flatMap(SiteNeed.all)
        for manifest in others {
            needs += SiteNeed.all(of: manifest)
            for fragment in manifest.fragments {
                for sample in fragment.samples { needs += await self.needs(of: fragment, sample, in: manifest) }
            }
        }
        return needs
    }

    private func needs(
        of fragment: FragmentDeclaration, _ sample: [String: String], in manifest: FragmentManifest
    ) async -> [SiteNeed] {
        let answer = try? await fetcher.fetch(
            WireRequest(target: SampleRendering.target(fragment, sample), headers: [.accept: "text/html"]),
            of: nil, from: manifest.server, release: manifest.release, limit: fragment.budget.bytes)
        guard let answer, answer.status == .ok else { return [] }
        return SiteNeed.all(of: answer.body, from: fragment.name)
    }

    /// Fragments that the new release places and that nobody serves.
    private func unserved(_ renderings: [SampleRendering], by manifests: [FragmentManifest]) -> [ReleaseFinding] {
        let served = Set(manifests.flatMap(\.fragments).map(\.name))
        var findings: [ReleaseFinding] = []
        for rendering in renderings {
            guard let answer = try? rendering.answer.get() else { continue }
            for need in SiteNeed.all(of: answer.body, from: rendering.fragment.name) {
                guard case .placement(let name, _) = need.kind, !served.contains(name) else { continue }
                let finding = ReleaseFinding(need.who, "places \(name), which no server has")
                if !findings.contains(finding) { findings.append(finding) }
            }
        }
        return findings
    }
}
