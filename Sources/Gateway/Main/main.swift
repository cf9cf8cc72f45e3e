import Chassis
import Gateway

await Chassis.run(Gateway.buildApplication)
