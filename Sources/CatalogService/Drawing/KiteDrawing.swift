/// Pictures of kites: one SVG document a design, 800 by 800.
package enum KiteDrawing {
    /// The whole document. The same design gives the same bytes; another id or colourway gives another picture.
    package static func picture(of design: KiteDesign) -> String {
        var painter = KitePainter(design)
        painter.paint()
        return painter.canvas.document(width: 800, height: 800)
    }
}

extension KitePainter {
    fileprivate mutating func paint() {
        switch design.shape {
        case .diamond: diamond()
        case .rokkaku: rokkaku()
        case .fighter: fighter()
        case .delta: delta()
        case .stuntDelta: stuntDelta()
        case .zeroWind: zeroWind()
        case .glider: glider()
        case .quad: quad()
        case .dragon: dragon()
        case .bird: bird()
        case .ray: ray()
        case .box: box()
        case .cellular: cellular()
        case .sled: sled()
        case .parafoil: parafoil()
        case .powerFoil: foil(.power)
        case .depowerFoil: foil(.depower)
        case .trainerFoil: foil(.trainer)
        case .windsock: windsock()
        case .tailRibbon: tailRibbon()
        case .tailTube: tailTube()
        case .spool: spool()
        case .straps: straps()
        case .handles: handles()
        case .lineSet: lineSet()
        case .groundStake: groundStake()
        case .bag: bag()
        }
    }
}
