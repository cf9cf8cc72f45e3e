import Broker
import Chassis

await Chassis.run(Broker.buildApplication(_:))
