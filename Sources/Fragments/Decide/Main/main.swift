import Chassis
import DecideFragments

await Chassis.run(DecideFragments.buildApplication)
