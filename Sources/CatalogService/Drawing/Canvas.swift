/// What a shape is filled or drawn with: a colour, or a gradient of the document.
struct Paint: Sendable {
    let text: String
    var opacity: Double = 1

    init(_ colour: Colour, _ opacity: Double = 1) {
        text = colour.hex
        self.opacity = opacity
    }

    fileprivate init(reference: String) { text = "url(#\(reference))" }

    static func light(_ opacity: Double) -> Paint { Paint(.white, opacity) }
    static func shade(_ opacity: Double) -> Paint { Paint(Colour(lightness: 0.2, a: 0.005, b: -0.04), opacity) }
}

/// A small SVG writer: presentation attributes only, no style, no script, no text, no outside reference.
struct Canvas {
    private var body = ""
    private var definitions = ""
    private var identifiers = 0

    /// The whole document with what has been drawn.
    func document(width: Int, height: Int) -> String {
        let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\">"
        let shared = definitions.isEmpty ? "" : "<defs>\(definitions)</defs>"
        return head + shared + body + "</svg>"
    }

    // MARK: Marks

    mutating func fill(_ path: Path, _ paint: Paint) {
        body += "<path\(Self.fill(paint)) d=\"\(path.data)\"/>"
    }

    /// A fill whose edges another mark will cover, or that is large: whole units are enough.
    mutating func patch(_ path: Path, _ paint: Paint) {
        body += "<path\(Self.fill(paint)) d=\"\(path.data(grain: 10))\"/>"
    }

    mutating func stroke(_ path: Path, _ paint: Paint, width: Double, dash: String? = nil) {
        body += "<path\(Self.line(paint, width, dash)) d=\"\(path.data)\"/>"
    }

    /// A line in whole units, for many fine strokes at once.
    mutating func seam(_ path: Path, _ paint: Paint, width: Double) {
        body += "<path\(Self.line(paint, width, nil)) d=\"\(path.data(grain: 10))\"/>"
    }

    mutating func circle(_ centre: Point, _ radius: Double, _ paint: Paint) {
        body += "<circle\(Self.fill(paint)) cx=\"\(Number.text(centre.x))\" cy=\"\(Number.text(centre.y))\""
        body += " r=\"\(Number.text(radius))\"/>"
    }

    mutating func ellipse(_ centre: Point, _ rx: Double, _ ry: Double, _ paint: Paint) {
        body += "<ellipse\(Self.fill(paint)) cx=\"\(Number.text(centre.x))\" cy=\"\(Number.text(centre.y))\""
        body += " rx=\"\(Number.text(rx))\" ry=\"\(Number.text(ry))\"/>"
    }

    mutating func rectangle(_ origin: Point, _ width: Double, _ height: Double, radius: Double = 0, _ paint: Paint) {
        let x = origin.x == 0 ? "" : " x=\"\(Number.text(origin.x))\""
        let y = origin.y == 0 ? "" : " y=\"\(Number.text(origin.y))\""
        let round = radius == 0 ? "" : " rx=\"\(Number.text(radius))\""
        body += "<rect\(Self.fill(paint))\(x)\(y) width=\"\(Number.text(width))\""
        body += " height=\"\(Number.text(height))\"\(round)/>"
    }

    // MARK: Groups

    /// Draws within a group that carries what its parts share.
    mutating func group(
        at origin: Point? = nil, rotated angle: Double = 0, scaled scale: Point? = nil, opacity: Double = 1,
        clip: String? = nil, _ draw: (inout Canvas) -> Void
    ) {
        var attributes = Self.transform(origin, angle, scale)
        if opacity < 1 { attributes += " opacity=\"\(Number.fine(opacity))\"" }
        if let clip { attributes += " clip-path=\"url(#\(clip))\"" }
        body += "<g\(attributes)>"
        draw(&self)
        body += "</g>"
    }

    // MARK: Shared parts

    /// Keeps a path for `use`; returns its id.
    mutating func define(_ path: Path) -> String {
        let id = identifier()
        definitions += "<path id=\"\(id)\" d=\"\(path.data)\"/>"
        return id
    }

    /// A clip along a defined path; returns the clip's id.
    mutating func clip(to definition: String) -> String {
        let id = identifier()
        definitions += "<clipPath id=\"\(id)\"><use href=\"#\(definition)\"/></clipPath>"
        return id
    }

    /// A gradient over the box of whatever it fills, from one corner to another in fractions of that box.
    mutating func gradient(from: Point, to: Point, _ stops: [(offset: Double, paint: Paint)]) -> Paint {
        let id = identifier()
        let ends = [("x1", from.x, 0.0), ("y1", from.y, 0), ("x2", to.x, 1), ("y2", to.y, 0)]
        let line = ends.filter { $0.1 != $0.2 }.map { " \($0.0)=\"\(Number.fine($0.1))\"" }.joined()
        definitions += "<linearGradient id=\"\(id)\"\(line)>\(Self.stops(stops))</linearGradient>"
        return Paint(reference: id)
    }

    mutating func glow(_ stops: [(offset: Double, paint: Paint)]) -> Paint {
        let id = identifier()
        definitions += "<radialGradient id=\"\(id)\">\(Self.stops(stops))</radialGradient>"
        return Paint(reference: id)
    }

    mutating func use(_ id: String, _ paint: Paint, at origin: Point? = nil, rotated: Double = 0, scaled: Point? = nil)
    {
        body += "<use href=\"#\(id)\"\(Self.fill(paint))\(Self.transform(origin, rotated, scaled))/>"
    }

    /// A part whose unit square (-50 to 50) is laid onto a parallelogram.
    mutating func place(_ id: String, middle: Point, across: Point, down: Point) {
        let cells = [across.x, across.y, down.x, down.y].map { Number.thousandths($0 / 100) }
        let matrix = (cells + [Number.text(middle.x), Number.text(middle.y)]).joined(separator: " ")
        body += "<use href=\"#\(id)\" transform=\"matrix(\(matrix))\"/>"
    }

    mutating func useLine(_ id: String, _ paint: Paint, width: Double, dash: String? = nil) {
        body += "<use href=\"#\(id)\"\(Self.line(paint, width, dash))/>"
    }

    /// What a part drew becomes a definition that can be placed again and again.
    mutating func part(_ draw: (inout Canvas) -> Void) -> String {
        let id = identifier()
        let before = body
        body = ""
        draw(&self)
        definitions += "<g id=\"\(id)\">\(body)</g>"
        body = before
        return id
    }

    mutating func place(_ id: String, at origin: Point? = nil, rotated: Double = 0, scaled: Point? = nil) {
        body += "<use href=\"#\(id)\"\(Self.transform(origin, rotated, scaled))/>"
    }

    private mutating func identifier() -> String {
        defer { identifiers += 1 }
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        let letter = String(letters[identifiers % 26])
        return identifiers < 26 ? letter : letter + String(identifiers / 26)
    }
}

// MARK: Attributes

extension Canvas {
    private static func fill(_ paint: Paint) -> String {
        let opacity = paint.opacity < 1 ? " fill-opacity=\"\(Number.fine(paint.opacity))\"" : ""
        return " fill=\"\(paint.text)\"" + opacity
    }

    private static func line(_ paint: Paint, _ width: Double, _ dash: String?) -> String {
        var attributes = " fill=\"none\" stroke=\"\(paint.text)\" stroke-width=\"\(Number.text(width))\""
        if paint.opacity < 1 { attributes += " stroke-opacity=\"\(Number.fine(paint.opacity))\"" }
        if let dash { return attributes + " stroke-dasharray=\"\(dash)\"" }
        return attributes + " stroke-linecap=\"round\" stroke-linejoin=\"round\""
    }

    private static func transform(_ origin: Point?, _ angle: Double, _ scale: Point?) -> String {
        var steps = ""
        if let origin { steps += "translate(\(Number.text(origin.x)) \(Number.text(origin.y)))" }
        if angle != 0 { steps += "rotate(\(Number.text(angle)))" }
        if let scale { steps += "scale(\(Number.fine(scale.x)) \(Number.fine(scale.y)))" }
        return steps.isEmpty ? "" : " transform=\"\(steps)\""
    }

    private static func stops(_ stops: [(offset: Double, paint: Paint)]) -> String {
        stops.map { stop in
            let opacity = stop.paint.opacity < 1 ? " stop-opacity=\"\(Number.fine(stop.paint.opacity))\"" : ""
            let offset = stop.offset == 0 ? "" : " offset=\"\(Number.fine(stop.offset))\""
            return "<stop\(offset) stop-color=\"\(stop.paint.text)\"\(opacity)/>"
        }.joined()
    }
}
