import Chassis
import ExploreFragments

await Chassis.run(ExploreFragments.buildApplication)
