import Chassis
import Registry

await Chassis.run(Registry.buildApplication(_:))
