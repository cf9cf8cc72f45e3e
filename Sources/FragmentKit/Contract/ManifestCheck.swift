/// What is wrong with a manifest as it stands, before it is compared with other teams'.
package enum ManifestCheck {
    /// One complaint a fault, each naming what it is about and what would be right; empty if all is well.
    package static func complaints(about manifest: FragmentManifest) -> [String] {
        guard manifest.protocolVersion <= FragmentManifest.currentProtocol else {
            return [
                "protocol \(manifest.protocolVersion) is newer than \(FragmentManifest.currentProtocol): update the shell first"
            ]
        }
        return identity(manifest) + manifest.fragments.flatMap { fragment($0, in: manifest) }
            + manifest.pages.flatMap { page($0, in: manifest) } + manifest.actions.flatMap(action)
            + manifest.streams.flatMap(stream)
            + manifest.assets.flatMap { asset($0, in: manifest) } + duplicates(in: manifest)
    }

    private static func identity(_ manifest: FragmentManifest) -> [String] {
        var complaints: [String] = []
        if manifest.protocolVersion < 1 { complaints.append("protocolVersion must be 1 or more") }
        if !isWord(manifest.team) {
            complaints.append("team \"\(manifest.team)\" must be lower-case letters, digits and hyphens")
        }
        if !isWord(manifest.server) {
            complaints.append("server \"\(manifest.server)\" must be lower-case letters, digits and hyphens")
        }
        return complaints
    }

    private static func fragment(_ fragment: FragmentDeclaration, in manifest: FragmentManifest) -> [String] {
        let about = "fragment \(fragment.name)"
        var complaints: [String] = []
        let parts = fragment.name.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count != 2 || parts[0] != manifest.team || !isWord(String(parts[1])) {
            complaints.append(
                "\(about): the name must be \(manifest.team).NAME in lower-case letters, digits and hyphens")
        }
        if RoutePattern(fragment.path)?.parameters.isEmpty != true {
            complaints.append("\(about): path \"\(fragment.path)\" must be an absolute path without parameters")
        }
        if !(1...10_000).contains(fragment.budget.milliseconds) || !(1...(4 << 20)).contains(fragment.budget.bytes) {
            complaints.append("\(about): the budget must be 1 to 10,000 milliseconds and 1 byte to 4 MiB")
        }
        if let level = fragment.headingLevel, !(1...6).contains(level) {
            complaints.append("\(about): headingLevel must be 1 to 6")
        }
        for vary in fragment.varies where !isVary(vary) {
            complaints.append(
                "\(about): varies \"\(vary)\" must be cookie:NAME or header:NAME, the header not cookie itself")
        }
        for input in fragment.inputs where input.name == "name" || !isInputName(input.name) {
            complaints.append(
                "\(about): the input \"\(input.name)\" must be letters, digits and hyphens, and not \"name\"")
        }
        let known = Set(manifest.assets.map(\.name))
        for asset in fragment.assets where !known.contains(asset) {
            complaints.append("\(about): asset \"\(asset)\" is not among the manifest's assets")
        }
        for sample in fragment.samples {
            for (name, value) in sample.sorted(by: { $0.key < $1.key }) {
                guard let input = fragment.inputs.first(where: { $0.name == name }) else {
                    complaints.append("\(about): a sample names the input \"\(name)\", which is not declared")
                    continue
                }
                if !input.accepts(value) {
                    complaints.append("\(about): the sample \(name)=\(value) is not a \(input.kind.rawValue)")
                }
            }
        }
        return complaints
    }

    private static func page(_ page: PageDeclaration, in manifest: FragmentManifest) -> [String] {
        let about = "page \(page.route)"
        var complaints: [String] = []
        let pattern = RoutePattern(page.route)
        if pattern == nil { complaints.append("\(about): the route must be an absolute path, parameters as {name}") }
        guard let primary = manifest.fragments.first(where: { $0.name == page.primary }) else {
            return complaints + ["\(about): the primary fragment \(page.primary) is not among the manifest's fragments"]
        }
        for parameter in pattern?.parameters ?? [] where !primary.inputs.contains(where: { $0.name == parameter }) {
            complaints.append("\(about): the parameter {\(parameter)} is no input of \(page.primary)")
        }
        if page.title.isEmpty { complaints.append("\(about): a title is missing") }
        return complaints
    }

    private static func action(_ action: ActionDeclaration) -> [String] {
        RoutePattern(action.route) == nil ? ["action \(action.route): the route must be an absolute path"] : []
    }

    private static func stream(_ stream: StreamDeclaration) -> [String] {
        RoutePattern(stream.route) == nil
            ? ["stream \(stream.route): the route must be an absolute path, parameters as {name}"] : []
    }

    private static func asset(_ asset: AssetDeclaration, in manifest: FragmentManifest) -> [String] {
        var complaints: [String] = []
        let file = asset.path.dropFirst("/assets/\(manifest.team)/".count)
        if !asset.path.hasPrefix("/assets/\(manifest.team)/") || file.isEmpty || !file.allSatisfy(isFileCharacter)
            || file.contains("..")
        {
            complaints.append("asset \(asset.name): path \"\(asset.path)\" must be a file of /assets/\(manifest.team)/")
        }
        let digest = asset.integrity.dropFirst("sha384-".count)
        if !asset.integrity.hasPrefix("sha384-") || digest.isEmpty || !digest.allSatisfy(isBase64) {
            complaints.append("asset \(asset.name): integrity must be sha384-…")
        }
        return complaints
    }

    private static func duplicates(in manifest: FragmentManifest) -> [String] {
        func twice(_ names: [String], _ kind: String) -> [String] {
            var seen: Set<String> = []
            return names.filter { !seen.insert($0).inserted }.map { "\(kind) \($0) is declared twice" }
        }
        return twice(manifest.fragments.map(\.name), "fragment")
            + twice(manifest.pages.map { RoutePattern($0.route)?.shape ?? $0.route }, "page")
            + twice(manifest.actions.map(\.route), "action") + twice(manifest.streams.map(\.route), "stream")
            + twice(manifest.assets.map(\.name), "asset")
    }

    /// A token of HTTP (RFC 9110, section 5.6.2). All cookies at once, as the header carries them, nobody gets.
    private static func isVary(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "cookie" || parts[0] == "header", !parts[1].isEmpty else { return false }
        return text != "header:cookie"
            && parts[1].allSatisfy { isLetterOrDigit($0) || $0 == "-" || $0 == "_" || $0 == "." }
    }

    private static func isInputName(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { isLetterOrDigit($0) || $0 == "-" }
    }

    private static func isFileCharacter(_ character: Character) -> Bool {
        isLetterOrDigit(character) || character == "-" || character == "_" || character == "."
    }

    private static func isBase64(_ character: Character) -> Bool {
        isLetterOrDigit(character) || character == "+" || character == "/" || character == "="
    }

    private static func isLetterOrDigit(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
}
