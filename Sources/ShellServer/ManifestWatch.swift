import Chassis
import FoundationEssentials
import FragmentContract
import HTTPTypes
import ServiceLifecycle
import Wire

/// Keeps the site up to date: asks each fragment server for its manifest, often until it has answered once, then every
/// second with its entity tag, so that an unchanged one costs next to nothing.
struct ManifestWatch: Service {
    let servers: [String]
    let chassis: Chassis
    let site: SiteState

    private static let eager = Duration.milliseconds(25)
    private static let calm = Duration.seconds(1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for server in servers { group.addTask { await watch(server) } }
            }
        }
    }

    private func watch(_ server: String) async {
        let client = chassis.client(of: server, timeout: .seconds(2))
        var tag: String?
        while !Task.isCancelled {
            tag = await ask(server, client, knowing: tag) ?? tag
            try? await Task.sleep(for: tag == nil ? Self.eager : Self.calm)
        }
    }

    /// - Returns: the entity tag of what was answered; nil if there was no answer.
    private func ask(_ server: String, _ client: ServiceClient, knowing tag: String?) async -> String? {
        do {
            var request = WireRequest(target: FragmentManifest.path)
            request.headers[.ifNoneMatch] = tag
            let response = try await client.send(request)
            guard response.status == .ok else { return nil }
            take(response, from: server)
            return response.headers[.eTag]
        } catch {
            return nil
        }
    }

    private func take(_ response: WireResponse, from server: String) {
        let complaints: [String]
        do {
            let document = Data(response.body.readableBytesView)
            let version = try JSONDecoder().decode(ProtocolVersion.self, from: document)
            guard version.protocolVersion <= FragmentManifest.currentProtocol else { throw version }
            let manifest = try JSONDecoder().decode(FragmentManifest.self, from: document)
            complaints = site.offer(manifest, from: server)
            if complaints.isEmpty {
                chassis.logger.info(
                    "manifest in force", metadata: ["server": "\(server)", "fragment_release": "\(manifest.release)"])
            }
        } catch let newer as ProtocolVersion {
            complaints = [newer.description]
        } catch let error as DecodingError {
            complaints = [Problem(error).detail ?? "it is not a manifest"]
        } catch {
            complaints = ["it is not a manifest: \(error)"]
        }
        for complaint in complaints {
            chassis.logger.error("manifest refused", metadata: ["server": "\(server)", "reason": "\(complaint)"])
        }
    }
}

/// What every manifest has, of whatever protocol: a newer one may have nothing else that is known.
private struct ProtocolVersion: Decodable, Error, CustomStringConvertible {
    let protocolVersion: Int

    var description: String {
        "protocol \(protocolVersion) is newer than \(FragmentManifest.currentProtocol): update the shell first"
    }
}
