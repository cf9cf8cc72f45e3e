import Crypto
import KiteDrawing

/// A picture and the hash that it is named by: the first 12 hexadecimal digits of its SHA-256.
struct DrawnPicture: Sendable {
    let name: String
    /// What it was drawn from and by which hand, so that it need not be drawn again.
    let design: String
    let hash: String
    let svg: String

    init(_ design: PictureDesign) {
        name = design.name
        self.design = Self.key(design)
        svg = design.svg
        hash = Self.hash(of: svg)
    }

    static func key(_ design: PictureDesign) -> String { "\(hand): \(design.signature)" }

    static func hash(of text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).prefix(6).map { byte in
            "\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
        }.joined()
    }

    static func isHash(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// A fingerprint of how this release draws: of one sample of each shape and of each pattern. Another release that
    /// draws otherwise has another, and draws everything anew when it starts.
    static let hand: String = {
        let colours = ["#e4572e", "#f3a712", "#29335c", "#1f2430"]
        let shapes = KiteShape.allCases.map { KiteDesign(id: "KT-000", shape: $0, pattern: .plain, colours: colours) }
        let patterns = KitePattern.allCases.map { pattern in
            KiteDesign(id: "KT-000", shape: .diamond, pattern: pattern, colours: colours)
        }
        let kites = (shapes + patterns).map(KiteDrawing.picture)
        return hash(of: (kites + Scene.allCases.map(SceneDrawing.scene)).joined())
    }()
}
