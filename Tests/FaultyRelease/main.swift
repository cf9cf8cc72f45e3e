import Chassis
import DecideFragments

// The genuine decide-fragments, spoilt in the one way that a file of its release names.
await Chassis.run { chassis in
    let fault = try Fault(ofReleaseIn: chassis.settings.root)
    fault.strikeAtStart()
    return fault.spoil(try await DecideFragments.buildApplication(chassis), chassis)
}
