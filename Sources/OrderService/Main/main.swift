import Chassis
import OrderService

await Chassis.run(OrderService.buildApplication)
