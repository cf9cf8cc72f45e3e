import Chassis
import Configuration

/// What the broker allows itself.
///
/// Configuration keys (as environment variables: upper case, `_` for `.`):
/// - `broker.limit.bytes` (int, default 1073741824): how large the log may become before publishers have to wait.
/// - `broker.free.bytes` (int, default 67108864): how much of the disk is left to others.
/// - `broker.retention.days` (int, default 31): how long an event is kept that every group has acknowledged.
/// - `broker.lease.seconds` (int, default 30): how long a consumer may take over what it was given.
package struct BrokerSettings: Sendable {
    package var logLimit = 1 << 30
    package var freeLimit = 64 << 20
    package var retention = Duration.seconds(31 * 86_400)
    package var lease = Duration.seconds(30)

    package init() {}

    /// - Throws: ``SettingsError`` that names the key that makes no sense.
    init(_ chassis: Chassis) throws {
        let broker = chassis.configuration.scoped(to: "broker")
        func positive(_ key: String, _ name: String, default value: Int) throws -> Int {
            let number = broker.int(forKey: ConfigKey(key), default: value)
            guard number > 0 else { throw SettingsError(key: name, detail: "must be 1 or more, is \(number)") }
            return number
        }
        logLimit = try positive("limit.bytes", "BROKER_LIMIT_BYTES", default: logLimit)
        freeLimit = try positive("free.bytes", "BROKER_FREE_BYTES", default: freeLimit)
        retention = .seconds(86_400 * (try positive("retention.days", "BROKER_RETENTION_DAYS", default: 31)))
        lease = .seconds(try positive("lease.seconds", "BROKER_LEASE_SECONDS", default: 30))
    }
}
