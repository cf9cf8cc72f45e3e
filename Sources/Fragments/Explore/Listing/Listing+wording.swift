import CatalogAPI

/// A filter that is on, and the address without it.
struct FilterChip: Sendable {
    let name: String
    let path: String
}

extension Listing {
    /// What narrows this list, each with the way to take it off.
    var chips: [FilterChip] {
        var chips: [FilterChip] = []
        func add(_ name: String, without change: (inout Listing) -> Void) {
            chips.append(FilterChip(name: name, path: filtered(change).path))
        }
        for skill in Skill.allCases where skills.contains(skill) {
            add(Wording.name(of: skill)) { $0.skills.remove(skill) }
        }
        if let wind { add("Flies at \(wind) km/h") { $0.wind = nil } }
        if let price = priceRange {
            add(price.prefix(1).uppercased() + price.dropFirst()) {
                $0.minimumPrice = nil
                $0.maximumPrice = nil
            }
        }
        for colour in colours.sorted() {
            add(colour.prefix(1).uppercased() + colour.dropFirst()) { $0.colours.remove(colour) }
        }
        if onlyInStock { add("In stock") { $0.onlyInStock = false } }
        return chips
    }

    /// This state in words, for a title: `Stunt kites for beginners, in red or blue, page 2`.
    func title(of name: String) -> String {
        var parts: [String] = []
        if !skills.isEmpty {
            parts.append("for \(Wording.either(Skill.allCases.filter(skills.contains).map(Self.flyers)))")
        }
        if let wind { parts.append("for \(wind) km/h of wind") }
        if !colours.isEmpty { parts.append("in \(Wording.either(colours.sorted()))") }
        if let priceRange { parts.append(priceRange) }
        if onlyInStock { parts.append("in stock") }
        if page > 1 { parts.append("page \(page)") }
        guard let first = parts.first else { return name }
        let joint = first.hasPrefix("page") ? ", " : " "
        return name + joint + parts.joined(separator: ", ")
    }

    private var priceRange: String? {
        switch (minimumPrice, maximumPrice) {
        case (let minimum?, let maximum?): "\(Wording.euros(minimum)) to \(Wording.euros(maximum))"
        case (let minimum?, nil): "from \(Wording.euros(minimum))"
        case (nil, let maximum?): "up to \(Wording.euros(maximum))"
        case (nil, nil): nil
        }
    }

    private static func flyers(_ skill: Skill) -> String {
        switch skill {
        case .beginner: "beginners"
        case .intermediate: "intermediate flyers"
        case .advanced: "advanced flyers"
        }
    }
}
