import Crypto
import FoundationEssentials
import NIOCore

/// Whether an asset is what the page that names it says.
package enum AssetCheck {
    static func failure(of answer: WebAnswer, for asset: AssetReference) -> Failure? {
        func failure(_ kind: FailureKind, _ detail: String) -> Failure {
            Failure(kind, detail, at: asset.path, in: answer)
        }
        guard answer.status == 200 else { return failure(.assetStatus, "status \(answer.status)") }
        guard allowed(asset.kind).contains(answer.mediaType) else {
            return failure(.assetType, answer.mediaType.isEmpty ? "no type" : answer.mediaType)
        }
        guard answer.body.readableBytes > 0 else { return failure(.assetBroken, "empty") }
        if let integrity = asset.integrity, !isIntact(answer.body, integrity) {
            return failure(.assetIntegrity, "\(answer.body.readableBytes) bytes are not \(integrity.prefix(20))…")
        }
        if answer.mediaType == "image/svg+xml", !ends(answer.body, with: "</svg>") {
            return failure(.assetBroken, "the picture does not end")
        }
        return nil
    }

    private static func allowed(_ kind: AssetReference.Kind) -> Set<String> {
        switch kind {
        case .style: ["text/css"]
        case .script: ["text/javascript", "application/javascript"]
        case .picture: ["image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/avif", "image/gif"]
        }
    }

    /// Any of the digests that are named will do; of algorithms that we do not know nothing is asked (W3C Subresource
    /// Integrity, section 3.3).
    package static func isIntact(_ body: ByteBuffer, _ integrity: String) -> Bool {
        let digests = integrity.split(separator: " ").compactMap { entry -> Bool? in
            let parts = entry.split(separator: "-", maxSplits: 1)
            guard parts.count == 2, let wanted = Data(base64Encoded: String(parts[1])) else { return false }
            switch parts[0] {
            case "sha256": return digest(of: body, SHA256.self) == wanted
            case "sha384": return digest(of: body, SHA384.self) == wanted
            case "sha512": return digest(of: body, SHA512.self) == wanted
            default: return nil
            }
        }
        return digests.isEmpty || digests.contains(true)
    }

    private static func digest<Hash: HashFunction>(of body: ByteBuffer, _: Hash.Type) -> Data {
        var hash = Hash()
        body.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        return Data(hash.finalize())
    }

    private static func ends(_ body: ByteBuffer, with mark: String) -> Bool {
        let bytes = body.readableBytesView
        guard let last = bytes.lastIndex(where: { !MarkupScanner.isSpace($0) }) else { return false }
        return bytes[...last].suffix(mark.utf8.count).elementsEqual(mark.utf8)
    }
}
