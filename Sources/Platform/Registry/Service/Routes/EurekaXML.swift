import RegistryAPI
import Wire

/// Eureka's documents as XML, which its server writes to whoever does not ask for JSON, and some clients read only.
enum EurekaXML {
    static func applications(_ document: ApplicationsDocument) -> String {
        let applications = document.application.map(application).joined()
        return element(
            "applications",
            text("versions__delta", document.version) + text("apps__hashcode", document.hash) + applications)
    }

    static func application(_ document: ApplicationDocument) -> String {
        element("application", text("name", document.name) + document.instance.map(instance).joined())
    }

    static func instance(_ document: InstanceDocument) -> String {
        var inner = text("instanceId", document.instanceId) + text("hostName", document.hostName)
        inner += text("app", document.app) + text("ipAddr", document.ipAddr)
        inner += text("status", document.status?.rawValue)
        inner += text("overriddenstatus", document.overriddenStatus?.rawValue)
        inner += port("port", document.port) + port("securePort", document.securePort)
        inner += text("countryId", document.countryId)
        inner += dataCenter(document.dataCenterInfo ?? .own)
        inner += document.leaseInfo.map(lease) ?? ""
        let metadata = (document.metadata ?? [:]).sorted { $0.key < $1.key }.filter { isElementName($0.key) }
        inner += element("metadata", metadata.map { text($0.key, $0.value) }.joined())
        inner += text("homePageUrl", document.homePageUrl) + text("statusPageUrl", document.statusPageUrl)
        inner += text("healthCheckUrl", document.healthCheckUrl)
        inner += text("vipAddress", document.vipAddress) + text("secureVipAddress", document.secureVipAddress)
        inner += text("isCoordinatingDiscoveryServer", document.isCoordinatingDiscoveryServer?.value ?? false)
        inner += text("lastUpdatedTimestamp", document.lastUpdatedTimestamp?.value)
        inner += text("lastDirtyTimestamp", document.lastDirtyTimestamp?.value)
        inner += text("actionType", document.actionType?.rawValue)
        return element("instance", inner)
    }

    private static func lease(_ info: InstanceDocument.LeaseInfo) -> String {
        element(
            "leaseInfo",
            text("renewalIntervalInSecs", info.renewalIntervalInSecs) + text("durationInSecs", info.durationInSecs)
                + text("registrationTimestamp", info.registrationTimestamp)
                + text("lastRenewalTimestamp", info.lastRenewalTimestamp)
                + text("evictionTimestamp", info.evictionTimestamp)
                + text("serviceUpTimestamp", info.serviceUpTimestamp))
    }

    private static func dataCenter(_ dataCenter: InstanceDocument.DataCenter) -> String {
        let name = text("name", dataCenter.name ?? "MyOwn")
        return "<dataCenterInfo class=\"\(escape(dataCenter.type ?? ""))\">\(name)</dataCenterInfo>"
    }

    private static func port(_ name: String, _ port: InstanceDocument.Port?) -> String {
        guard let port else { return "" }
        return "<\(name) enabled=\"\(port.enabled?.value ?? true)\">\(port.number.value)</\(name)>"
    }

    private static func text(_ name: String, _ value: (some CustomStringConvertible)?) -> String {
        value.map { "<\(name)>\(escape($0.description))</\(name)>" } ?? ""
    }

    private static func element(_ name: String, _ inner: String) -> String { "<\(name)>\(inner)</\(name)>" }

    /// Characters that XML cannot carry at all are left out.
    private static func escape(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default:
                let isCarried = character.value >= 0x20 || ["\t", "\n", "\r"].contains(character)
                if isCarried, character.value & 0xfffe != 0xfffe { escaped.unicodeScalars.append(character) }
            }
        }
        return escaped
    }

    private static func isElementName(_ name: String) -> Bool {
        name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || [0x2d, 0x2e, 0x5f].contains(byte)
        } && name.utf8.first.map { $0 > 0x39 } == true
    }
}
