/// A sail as it is sewn: an outline of cloth, panels that catch the light differently, seams, bindings and spars.
struct Sail {
    struct Panel {
        var path: Path
        /// Light falls on it above 0, shade below; the size is the opacity.
        var light: Double

        /// Everything to the right of the spine.
        static func rightHalf(_ half: Double, _ height: Double, light: Double) -> Panel {
            let corners = [Point(0, -height), Point(half, -height), Point(half, height), Point(0, height)]
            return Panel(path: Path(corners), light: light)
        }
    }

    var outline: Path
    var field: Field
    var panels: [Panel] = []
    var seams = Path()
    var spars = Path()
    /// Edges that are bound with strong tape: leading edges.
    var binding = Path()
    var bindingWidth = 9.0
    var hem = 11.0
    /// Bends the flat pattern onto a curved sail.
    var bend: (@Sendable (Point) -> Point)?
}

extension KitePainter {
    mutating func paint(_ sail: Sail) {
        let outline = canvas.define(sail.outline)
        let clip = canvas.clip(to: outline)
        canvas.use(outline, .shade(0.1), at: Point(16, 24))
        canvas.use(outline, Paint(palette.main))
        let sewn = patches(on: sail.field).map { patch in
            guard let bend = sail.bend else { return patch }
            return Patch(path: patch.path.mapped(bending: 170, bend), colour: patch.colour, opacity: patch.opacity)
        }
        let hem = Paint(palette.second.mixed(with: palette.dark, 0.35))
        let sheen = canvas.gradient(
            from: Point(0.1, 0), to: Point(0.8, 1),
            [(0, .light(0.26)), (0.5, .light(0)), (1, .shade(0.14))])
        canvas.group(clip: clip) { canvas in
            for patch in sewn { canvas.patch(patch.path, Paint(patch.colour, patch.opacity)) }
            canvas.useLine(outline, hem, width: sail.hem * 2)
            for panel in sail.panels where panel.light != 0 {
                canvas.patch(panel.path, panel.light > 0 ? .light(panel.light) : .shade(-panel.light))
            }
            canvas.use(outline, sheen)
            if !sail.seams.segments.isEmpty { canvas.seam(sail.seams, Paint(palette.dark, 0.3), width: 2) }
            if !sail.spars.segments.isEmpty { canvas.seam(sail.spars, Paint(palette.dark, 0.42), width: 6) }
        }
        canvas.useLine(outline, Paint(palette.dark, 0.75), width: 2.5)
        if !sail.binding.segments.isEmpty {
            canvas.stroke(sail.binding, Paint(palette.dark), width: sail.bindingWidth)
            canvas.stroke(
                sail.binding.mapped { $0 + Point(-1, -1.5) }, .light(0.3), width: sail.bindingWidth * 0.22)
        }
    }
}
