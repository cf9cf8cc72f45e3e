import Chassis
import FlightSchoolFragments

await Chassis.run(FlightSchoolFragments.buildApplication)
