import Fleet
import FoundationEssentials
import ShopCLI
import TestSupport
import Testing

/// What is known of the engine that carried a shop's events when it does not run.
@Suite struct EngineSwitchTests {
    private let folder: ScratchFolder
    private let home: FleetHome

    init() throws {
        folder = try ScratchFolder()
        home = FleetHome(path: folder.path)
        try home.prepare()
    }

    private func leave(_ name: String) throws { try Data().write(to: URL(filePath: "\(home.data)/\(name)")) }

    /// A book that an earlier time has left behind decides nothing.
    @Test func theEngineThatRanLastIsRemembered() throws {
        #expect(home.lastEngine == nil && !home.hasOwnBroker)
        try leave("broker.sqlite")
        #expect(home.lastEngine == "embedded" && home.hasOwnBroker)
        try home.rememberEngine(RabbitPlan.name)
        #expect(home.lastEngine == "rabbitmq" && !home.hasOwnBroker)
        try home.rememberEngine(FleetHome.ownBroker)
        #expect(home.hasOwnBroker)
    }

    @Test func aHomeOfBeforeThatCouldHaveRunEitherIsNotGuessedAt() throws {
        try leave("broker.sqlite")
        try leave(RabbitPlan.name)
        #expect(home.lastEngine == nil && home.hasOwnBroker)
    }

    @Test(arguments: [
        ("amqp://shop:a%40b@rabbit:5672/v?heartbeat=5", "amqp://rabbit:5672/v"), ("amqps://rabbit", "amqps://rabbit"),
    ]) func aPlaceIsKnownWithoutItsPassword(url: String, place: String) {
        #expect(FleetHome.place(of: url) == place)
    }

    @Test func theBrokerIsNotLeftWhileItHasEvents() throws {
        try EngineSwitch(from: "embedded", waiting: 0).check()
        let error = #expect(throws: ShopError.self) { try EngineSwitch(from: "embedded", waiting: 3).check() }
        #expect(error?.what == "The broker has still to deliver 3 events")
        #expect(error?.mend?.contains("./shop up --detach --broker embedded") == true)
    }

    @Test func aRabbitMQThatIsLeftIsSpokenOf() throws {
        let change = EngineSwitch(from: "rabbitmq", waiting: 1)
        try change.check()
        #expect(change.warning?.hasPrefix("1 event went to the engine before (rabbitmq)") == true)
        #expect(EngineSwitch(from: "rabbitmq", waiting: 0).warning == nil)
    }
}
