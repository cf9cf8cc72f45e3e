import Fleet
import Testing

@Suite struct ChildEnvironmentTests {
    private let environment = ChildEnvironment(
        home: FleetHome(path: "/home/of/fleet"), root: "/project",
        settings: [
            "PATH": "/bin", "SHOP_DEADLINE": "100", "SHOP_HOME": "/elsewhere", "LOG_LEVEL": "debug",
            "SECRET_OF_SOMEBODY": "x",
        ])

    @Test func aProcessLearnsWhoAndWhereItIs() {
        let variables = environment.variables(
            for: ProcessSpecification(name: "gateway", team: "gateway", needs: ["a", "b"]), id: "gateway-7",
            release: "3-abc1234", address: "127.0.0.1:8080", share: 5)
        #expect(variables["SHOP_PROCESS"] == "gateway")
        #expect(variables["SHOP_ADDRESS"] == "127.0.0.1:8080")
        #expect(variables["SHOP_HOME"] == "/home/of/fleet")
        #expect(variables["SHOP_ROOT"] == "/project")
        #expect(variables["SHOP_FLEET"] == "/home/of/fleet/run/fleet.json")
        #expect(variables["SHOP_RELEASE"] == "3-abc1234")
        #expect(variables["SHOP_INSTANCE"] == "gateway-7")
        #expect(variables["SHOP_NEEDS"] == "a,b")
        #expect(variables["SHOP_SHARE"] == "5")
        #expect(variables["SHOP_LIFELINE"] == "stdin")
    }

    @Test func settingsPassThroughAndNothingElse() {
        let variables = environment.variables(
            for: ProcessSpecification(name: "gateway", team: "gateway", needs: ["a", "b"]), id: "gateway-7",
            release: "3-abc1234", address: "127.0.0.1:8080", share: 5)
        #expect(variables["SHOP_DEADLINE"] == "100")
        #expect(variables["LOG_LEVEL"] == "debug")
        #expect(variables["PATH"] == "/bin")
        #expect(variables["SECRET_OF_SOMEBODY"] == nil)
    }
}
