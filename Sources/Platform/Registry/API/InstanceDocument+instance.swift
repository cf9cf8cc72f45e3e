import Wire

extension InstanceDocument {
    /// Names of what the house keeps in an instance's metadata.
    package enum MetadataName {
        package static let team = "team"
        package static let release = "release"
        package static let share = "share"
        package static let fragments = "fragments"
        package static let overrideBucket = "override"
    }

    /// Eureka's own defaults, for a client that names none.
    package static let defaultRenewalSeconds = 30
    package static let defaultLeaseSeconds = 90

    /// The house's own instance in Eureka's words.
    /// - Parameters:
    ///   - renewalSeconds: how often it will renew.
    ///   - leaseSeconds: how long it is believed to live after each renewal.
    ///   - dirtySince: when it changed last, in milliseconds since 1970; an older registration does not overwrite it.
    package init(_ instance: Instance, renewalSeconds: Int, leaseSeconds: Int, dirtySince: Int) {
        self.init()
        instanceId = instance.id
        app = instance.service.uppercased()
        vipAddress = instance.service
        secureVipAddress = instance.service
        hostName = instance.address.host
        ipAddr = instance.address.host
        port = Port(instance.address.port, enabled: true)
        securePort = Port(443, enabled: false)
        status = instance.status
        countryId = 1
        dataCenterInfo = .own
        leaseInfo = LeaseInfo(renewalIntervalInSecs: renewalSeconds, durationInSecs: leaseSeconds)
        healthCheckUrl = "http://\(instance.address)/health/ready"
        metadata = [
            MetadataName.team: instance.team, MetadataName.release: instance.release,
            MetadataName.share: String(instance.share), MetadataName.fragments: String(instance.servesFragments),
        ]
        metadata?[MetadataName.overrideBucket] = instance.overrideBucket.map(String.init)
        lastDirtyTimestamp = LenientNumber(dirtySince)
    }

    /// The instance as the house knows it; nil without an id, an application or an address. The service is the
    /// application's name in lower case. An instance that says nothing of a share is in full service.
    package var instance: Instance? {
        guard let instanceId, let app, let host = ipAddr ?? hostName, let port else { return nil }
        return Instance(
            id: instanceId, service: app.lowercased(), team: metadata?[MetadataName.team] ?? "",
            address: Address(host: host, port: port.number.value),
            release: metadata?[MetadataName.release] ?? "unknown", status: status ?? .up,
            share: metadata?[MetadataName.share].flatMap { Int($0) } ?? 100,
            servesFragments: metadata?[MetadataName.fragments] == "true",
            // A bucket that is none is nobody's.
            overrideBucket: metadata?[MetadataName.overrideBucket].map { ReleaseChoice.overrideBucket($0) ?? -1 })
    }
}
