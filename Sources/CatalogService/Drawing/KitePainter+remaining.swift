extension KitePainter {
    mutating func delta() { diamond() }
    mutating func stuntDelta() { diamond() }
    mutating func zeroWind() { diamond() }
    mutating func glider() { diamond() }
    mutating func quad() { diamond() }
    mutating func dragon() { diamond() }
    mutating func bird() { diamond() }
    mutating func ray() { diamond() }
    mutating func box() { diamond() }
    mutating func cellular() { diamond() }
    mutating func sled() { diamond() }
    mutating func parafoil() { diamond() }
    mutating func windsock() { diamond() }
    mutating func tailRibbon() { diamond() }
    mutating func tailTube() { diamond() }
    mutating func spool() { diamond() }
    mutating func straps() { diamond() }
    mutating func handles() { diamond() }
    mutating func lineSet() { diamond() }
    mutating func groundStake() { diamond() }
    mutating func bag() { diamond() }
    enum FoilKind { case power, depower, trainer }
    mutating func foil(_ kind: FoilKind) { diamond() }
}
