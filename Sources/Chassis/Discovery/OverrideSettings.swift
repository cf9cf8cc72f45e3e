import Configuration

/// Whether a visitor may have a fragment server that runs elsewhere in the place of the shop's own (`./shop dev
/// --against`).
///
/// Configuration keys (as environment variables: upper case, `_` for `.`):
/// - `shop.overrides` (bool, default false): only `./shop up --allow-overrides` sets it.
/// - `shop.profile` (string, default empty): what the shop is run for; in `production` there are no overrides.
package struct OverrideSettings: Sendable {
    package static let production = "production"

    package var areAllowed: Bool

    /// - Throws: ``SettingsError`` where overrides are wanted in production.
    package init(reader: ConfigReader) throws {
        let shop = reader.scoped(to: "shop")
        areAllowed = shop.bool(forKey: "overrides", default: false)
        guard areAllowed, shop.string(forKey: "profile") == Self.production else { return }
        throw SettingsError(
            key: "SHOP_OVERRIDES",
            detail: "is not for a shop with SHOP_PROFILE=production: nobody may put a server of his own in its place")
    }
}
