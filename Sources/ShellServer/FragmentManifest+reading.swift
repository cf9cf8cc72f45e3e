import FoundationEssentials
import FragmentContract
import Wire

extension FragmentManifest {
    /// Why an answer is no manifest that can be taken.
    struct Unreadable: Error {
        let detail: String
    }

    init(readFrom response: WireResponse) throws(Unreadable) {
        let document = Data(response.body.readableBytesView)
        do {
            let version = try JSONDecoder().decode(ProtocolVersion.self, from: document)
            guard version.protocolVersion <= Self.currentProtocol else { throw version }
            self = try JSONDecoder().decode(FragmentManifest.self, from: document)
        } catch let newer as ProtocolVersion {
            throw Unreadable(detail: newer.description)
        } catch let error as DecodingError {
            throw Unreadable(detail: Problem(error).detail ?? "it is not a manifest")
        } catch {
            throw Unreadable(detail: "it is not a manifest: \(error)")
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
