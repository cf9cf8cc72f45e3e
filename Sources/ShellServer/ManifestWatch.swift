import Chassis
import Composition
import FoundationEssentials
import FragmentContract
import HTTPTypes
import ServiceLifecycle
import Wire

/// Keeps the site up to date: asks each release of each fragment server for its manifest, once, as soon as discovery
/// shows an instance of it. A release never changes, and so neither does its manifest.
struct ManifestWatch: Service {
    let chassis: Chassis
    let site: SiteState
    let ledger: FragmentLedger
    /// Nil but in a shell that was started for development.
    var dev: DevChannel?

    private static let eager = Duration.milliseconds(25)
    private static let calm = Duration.seconds(1)
    private static let timeout = Duration.seconds(2)
    private static let limit = 1 << 20
    /// The release of instances in a fleet file that does not say it.
    private static let unknown = "unknown"

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                var asked: Set<ReleaseID> = []
                for await directory in chassis.discovery.changes() {
                    let hasAbsent = site.take(directory)
                    tellBrowsers(of: directory)
                    let present = directory.fragmentReleases
                    asked.formIntersection(present)
                    for id in present where asked.insert(id).inserted && !site.isDecided(id) {
                        group.addTask { await learn(id) }
                    }
                    if hasAbsent {
                        group.addTask {
                            try? await Task.sleep(for: ReleasedSite.memory + .milliseconds(1))
                            for id in site.expire() { ledger.forget(id) }
                        }
                    }
                }
            }
        }
    }

    /// Asks until there is an answer or nobody left to ask, more and more patiently.
    private func learn(_ id: ReleaseID) async {
        var pause = Self.eager
        while !Task.isCancelled {
            let instances = chassis.discovery.directory.instances(of: id.server)
                .filter { $0.release == id.release && $0.status != .down }
            guard let instance = instances.randomElement() else { return }
            if let response = await ask(instance), take(response, from: id) {
                tellBrowsers(of: chassis.discovery.directory)
                return
            }
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, Self.calm)
        }
    }

    private func tellBrowsers(of directory: Directory) {
        dev?.note(directory) { site.isDecided(ReleaseID($0, $1)) }
    }

    private func ask(_ instance: Instance) async -> WireResponse? {
        let response = try? await WireClient.shared.send(
            WireRequest(target: FragmentManifest.path), to: instance.address, deadline: .after(Self.timeout),
            limit: Self.limit)
        return response?.status == .ok ? response : nil
    }

    /// - Returns: false if it is not the manifest that was asked for, because another release listens there meanwhile.
    private func take(_ response: WireResponse, from id: ReleaseID) -> Bool {
        let server = id.server
        let complaints: [String]
        do {
            let manifest = try FragmentManifest(readFrom: response)
            guard manifest.release == id.release || id.release == Self.unknown else { return false }
            complaints = site.offer(manifest, from: server)
            if complaints.isEmpty {
                chassis.logger.info(
                    "manifest in force", metadata: ["server": "\(server)", "fragment_release": "\(manifest.release)"])
            }
        } catch {
            complaints = [error.detail]
        }
        if site.complaint(whileWaitingFor: chassis.neededFragmentServers) == nil { site.isComplete.set(true) }
        for complaint in complaints {
            chassis.logger.error(
                "manifest refused",
                metadata: ["server": "\(server)", "fragment_release": "\(id.release)", "reason": "\(complaint)"])
        }
        return true
    }
}
