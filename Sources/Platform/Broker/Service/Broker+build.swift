import Chassis
import Hummingbird

/// broker: events that services say to each other.
package func buildApplication(_ chassis: Chassis) async throws -> ShopApplication {
    ShopApplication(router: chassis.router())
}
