import Wire

/// One instance as Eureka's REST interface writes it (`InstanceInfo`, with the names of its JSON converters). Fields
/// that are not named here are of no concern to the registry and are left out.
package struct InstanceDocument: Sendable, Hashable, Codable {
    package var instanceId: String?
    package var app: String?
    package var appGroupName: String?
    package var hostName: String?
    package var ipAddr: String?
    package var status: Instance.Status?
    /// What an operator has set; written as UNKNOWN while nothing is.
    package var overriddenStatus: Instance.Status?
    package var port: Port?
    package var securePort: Port?
    package var countryId: Int?
    package var dataCenterInfo: DataCenter?
    package var leaseInfo: LeaseInfo?
    package var metadata: [String: String]?
    package var homePageUrl: String?
    package var statusPageUrl: String?
    package var healthCheckUrl: String?
    package var secureHealthCheckUrl: String?
    package var vipAddress: String?
    package var secureVipAddress: String?
    package var isCoordinatingDiscoveryServer: LenientBool?
    package var lastUpdatedTimestamp: LenientNumber?
    package var lastDirtyTimestamp: LenientNumber?
    package var actionType: ActionType?

    package enum ActionType: String, Sendable, Codable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
    }

    /// `{"$": 8080, "@enabled": "true"}`.
    package struct Port: Sendable, Hashable, Codable {
        package var number: LenientNumber
        package var enabled: LenientBool?

        enum CodingKeys: String, CodingKey {
            case number = "$"
            case enabled = "@enabled"
        }

        package init(_ number: Int, enabled: Bool) {
            self.number = LenientNumber(number, isText: false)
            self.enabled = LenientBool(value: enabled)
        }
    }

    package struct DataCenter: Sendable, Hashable, Codable {
        package var type: String?
        package var name: String?

        enum CodingKeys: String, CodingKey {
            case type = "@class"
            case name
        }

        package static let own = DataCenter(
            type: "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", name: "MyOwn")
    }

    package struct LeaseInfo: Sendable, Hashable, Codable {
        package var renewalIntervalInSecs: Int?
        package var durationInSecs: Int?
        /// Milliseconds since 1970, as are the others.
        package var registrationTimestamp: Int?
        package var lastRenewalTimestamp: Int?
        package var evictionTimestamp: Int?
        package var serviceUpTimestamp: Int?

        package init(renewalIntervalInSecs: Int? = nil, durationInSecs: Int? = nil) {
            self.renewalIntervalInSecs = renewalIntervalInSecs
            self.durationInSecs = durationInSecs
        }
    }

    package init() {}
}

/// The envelope of one instance.
package struct InstanceEnvelope: Sendable, Hashable, Codable {
    package var instance: InstanceDocument

    package init(_ instance: InstanceDocument) {
        self.instance = instance
    }
}
