import FragmentContract
import HTTPTypes
import NIOCore

/// What goes where a layout has `<shop-head></shop-head>`.
struct PageHead {
    private static let shop = "Updraft"

    private let title: String
    private let head: HeadContribution
    private let assets: [AssetDeclaration]

    init(_ plan: PagePlan, _ head: HeadContribution) {
        let title = head.title ?? plan.title
        self.title = title.contains(Self.shop) ? title : "\(title) · \(Self.shop)"
        self.head = head
        assets = plan.assets
    }

    /// The fields of every composed page: it depends on its visitor, and is asked for anew each time.
    static var headers: HTTPFields {
        [.contentType: "text/html; charset=utf-8", .cacheControl: "private, no-cache", .vary: "Cookie"]
    }

    func markup(_ request: PageRequest) -> ByteBuffer {
        var lines = ["<title>\(CharacterReferences.escape(title))</title>"]
        if let text = head.description {
            lines.append("<meta name=\"description\" content=\"\(CharacterReferences.escape(text))\">")
        }
        if let path = head.canonical {
            lines.append("<link rel=\"canonical\" href=\"\(CharacterReferences.escape(path))\">")
        }
        for asset in assets where asset.kind == .style {
            lines.append("<link rel=\"stylesheet\" href=\"\(asset.path)\" integrity=\"\(asset.integrity)\">")
        }
        for asset in assets where asset.kind == .script {
            lines.append("<script type=\"module\" src=\"\(asset.path)\" integrity=\"\(asset.integrity)\"></script>")
        }
        if request.probesTier { lines.append(TierProbe.script(nonce: request.nonce)) }
        return ByteBuffer(string: lines.joined(separator: "\n"))
    }
}
