import Fleet
import Testing

@Suite struct ChildEnvironmentTests {
    private let environment = ChildEnvironment(
        home: FleetHome(path: "/home/of/fleet"), root: "/project", release: "abc1234",
        settings: [
            "PATH": "/bin", "SHOP_DEADLINE": "100", "SHOP_HOME": "/elsewhere", "LOG_LEVEL": "debug",
            "SECRET_OF_SOMEBODY": "x",
        ])

    @Test func aProcessLearnsWhoAndWhereItIs() {
        let variables = environment.variables(for: "gateway", address: "127.0.0.1:8080")
        #expect(variables["SHOP_PROCESS"] == "gateway")
        #expect(variables["SHOP_ADDRESS"] == "127.0.0.1:8080")
        #expect(variables["SHOP_HOME"] == "/home/of/fleet")
        #expect(variables["SHOP_ROOT"] == "/project")
        #expect(variables["SHOP_FLEET"] == "/home/of/fleet/run/fleet.json")
        #expect(variables["SHOP_RELEASE"] == "abc1234")
        #expect(variables["SHOP_LIFELINE"] == "stdin")
    }

    @Test func settingsPassThroughAndNothingElse() {
        let variables = environment.variables(for: "gateway", address: "127.0.0.1:8080")
        #expect(variables["SHOP_DEADLINE"] == "100")
        #expect(variables["LOG_LEVEL"] == "debug")
        #expect(variables["PATH"] == "/bin")
        #expect(variables["SECRET_OF_SOMEBODY"] == nil)
    }
}
