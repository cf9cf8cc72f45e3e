import Chassis
import CheckoutFragments

await Chassis.run(CheckoutFragments.buildApplication)
