import Chassis
import ShellServer

await Chassis.run(ShellServer.buildApplication)
