import ArgumentParser
import Fleet

/// Whether the shop lets a visitor have a fragment server that is developed elsewhere.
struct OverrideOption: ParsableArguments, Sendable {
    @Flag(help: "Let ./shop dev NAME --against show single visitors a fragment server of theirs. Never in production.")
    var allowOverrides = false

    var arguments: [String] { allowOverrides ? ["--allow-overrides"] : [] }

    func apply(to plan: inout FleetPlan) {
        if allowOverrides { plan.settings["SHOP_OVERRIDES"] = "true" }
    }

    /// - Throws: `ShopError` where overrides are wanted in production. The gateway and the registry would not start.
    func check(_ project: Project) throws {
        guard allowOverrides, project.environment["SHOP_PROFILE"] == "production" else { return }
        throw ShopError(
            "Overrides are not for production",
            why: "SHOP_PROFILE is production, and with them anybody may put a server of his own before visitors",
            mend: "./shop up, or another SHOP_PROFILE", status: .usage)
    }
}
