import RegistryAPI
import Wire

/// What an instance must say of itself to be registered, and how much it may say.
enum InstanceCheck {
    /// The longest acceptable body, in bytes.
    static let sizeLimit = 32 << 10
    static let metadataLimit = 64

    /// - Parameter application: the one that the path names.
    /// - Throws: ``Problem`` 400, as Eureka answers, that names every field that is missing or wrong.
    static func check(_ document: InstanceDocument, of application: String) throws {
        var errors: [Problem.FieldError] = []
        func refuse(_ field: String, _ detail: String) {
            errors.append(Problem.FieldError(field: "instance.\(field)", detail: detail))
        }
        for (field, text, limit) in [
            ("instanceId", document.instanceId, 160), ("hostName", document.hostName, 253),
            ("ipAddr", document.ipAddr, 253), ("app", document.app, 64),
        ] {
            guard let text, !text.isEmpty else {
                refuse(field, "is missing")
                continue
            }
            if !isName(text, atMost: limit) {
                refuse(field, "must be 1 to \(limit) visible ASCII characters, no slash")
            }
        }
        if let app = document.app, app.uppercased() != application.uppercased() {
            refuse("app", "must be \(application), as the path says")
        }
        if !(1...65_535).contains(document.port?.number.value ?? 0) { refuse("port", "must be from 1 to 65535") }
        if let share = document.metadata?[InstanceDocument.MetadataName.share], !isShare(share) {
            refuse("metadata.share", "must be a whole number from 0 to 100")
        }
        if let bucket = document.metadata?[InstanceDocument.MetadataName.overrideBucket],
            ReleaseChoice.overrideBucket(bucket) == nil
        {
            refuse("metadata.override", "must be an override's bucket")
        }
        if let seconds = document.leaseInfo?.durationInSecs, !(1...3_600).contains(seconds) {
            refuse("leaseInfo.durationInSecs", "must be from 1 to 3600")
        }
        if let detail = complaint(about: document.metadata ?? [:]) { refuse("metadata", detail) }
        guard errors.isEmpty else { throw problem(errors) }
    }

    /// - Throws: ``Problem`` 400 for metadata that an instance could not have registered with.
    static func check(_ metadata: [String: String]) throws {
        var errors: [Problem.FieldError] = []
        if metadata.isEmpty { errors.append(.init(field: "query", detail: "must name what to change, e.g. share=25")) }
        if let share = metadata[InstanceDocument.MetadataName.share], !isShare(share) {
            errors.append(.init(field: "share", detail: "must be a whole number from 0 to 100"))
        }
        if metadata[InstanceDocument.MetadataName.overrideBucket] != nil {
            errors.append(.init(field: "override", detail: "is said when an instance registers, and stays"))
        }
        if let detail = complaint(about: metadata) { errors.append(.init(field: "query", detail: detail)) }
        guard errors.isEmpty else { throw problem(errors) }
    }

    static func isOverride(_ document: InstanceDocument) -> Bool {
        document.metadata?[InstanceDocument.MetadataName.overrideBucket] != nil
    }

    static func isShare(_ text: String) -> Bool {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            && Int(text).map { (0...100).contains($0) } == true
    }

    static func isName(_ text: String, atMost limit: Int) -> Bool {
        (1...limit).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "/") }
    }

    static func problem(_ errors: [Problem.FieldError]) -> Problem {
        .invalid(errors, status: .badRequest)
    }

    static func complaint(about metadata: [String: String]) -> String? {
        if metadata.count > metadataLimit { return "must have at most \(metadataLimit) entries" }
        let isFine = metadata.allSatisfy { (1...64).contains($0.key.utf8.count) && $0.value.utf8.count <= 1_024 }
        return isFine ? nil : "must have names of 1 to 64 bytes and values of at most 1024 bytes"
    }
}
