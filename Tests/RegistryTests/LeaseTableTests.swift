import Registry
import RegistryAPI
import Testing
import Wire

@Suite struct LeaseTableTests {
    private let start = Sample.start

    private func table(_ documents: InstanceDocument...) -> LeaseTable {
        var table = LeaseTable()
        for document in documents { table.register(document, at: start) }
        return table
    }

    private func known(_ table: LeaseTable) -> [Instance] { table.directory.instances(of: "decide-fragments") }

    // MARK: Registration

    @Test func registeredInstanceIsKnownAsItDescribedItself() {
        #expect(known(table(Sample.document())) == [Sample.instance()])
    }

    @Test func registrationAgainReplacesWhatWasSaid() {
        var table = table(Sample.document(status: .starting))
        table.register(Sample.document(status: .up, dirtySince: 2), at: start + 1)
        #expect(known(table).map(\.status) == [.up])
    }

    @Test func olderRegistrationOnlyRenews() {
        var table = table(Sample.document(status: .down, dirtySince: 2))
        table.register(Sample.document(status: .up, dirtySince: 1), at: start + 10_000)
        #expect(known(table).map(\.status) == [.down])
        #expect(table.lease("decide-fragments", "decide-1")?.endsAt == start + 25_000)
    }

    @Test func applicationIsFoundInEitherCase() {
        let table = table(Sample.document())
        #expect(table.lease("DECIDE-FRAGMENTS", "decide-1") != nil)
        #expect(table.lease("Decide-Fragments", "decide-1") != nil)
    }

    // MARK: Time

    @Test func leaseEndsExactlyItsDurationAfterTheLastRenewal() {
        var table = table(Sample.document(lease: 15))
        let renewal = table.renew("decide-fragments", "decide-1", dirtySince: nil, at: start + 7_000)
        #expect(renewal == .renewed)
        table.expire(at: start + 21_999)
        #expect(known(table).count == 1)
        #expect(table.nextEnd == start + 22_000)
        table.expire(at: start + 22_000)
        #expect(known(table) == [])
        let renewalThen = table.renew("decide-fragments", "decide-1", dirtySince: nil, at: start + 22_000)
        #expect(renewalThen == .unknown)
    }

    @Test func instanceThatChangedMustRegisterAnew() {
        var table = table(Sample.document(dirtySince: 5))
        let renewal = table.renew("decide-fragments", "decide-1", dirtySince: 6, at: start)
        #expect(renewal == .unknown)
        let renewalThen = table.renew("decide-fragments", "decide-1", dirtySince: 5, at: start)
        #expect(renewalThen == .renewed)
        let renewalLater = table.renew("decide-fragments", "decide-1", dirtySince: 4, at: start)
        #expect(renewalLater == .renewed)
    }

    @Test func serviceWhoseInstancesAreAllGoneIsKnownWithNone() {
        var expired = table(Sample.document())
        expired.expire(at: start + 15_000)
        #expect(expired.directory.services["decide-fragments"] == [])
        var cancelled = table(Sample.document())
        let wasThere = cancelled.cancel("decide-fragments", "decide-1", at: start)
        #expect(wasThere)
        #expect(cancelled.directory.services["decide-fragments"] == [])
        let isStillThere = cancelled.cancel("decide-fragments", "decide-1", at: start)
        #expect(!isStillThere)
    }

    // MARK: Status

    /// Every status that an instance can say, under every one that an operator can set. Nobody talks up what says that
    /// it is not (Eureka's rules).
    @Test(arguments: Instance.Status.allCases, Instance.Status.allCases)
    func operatorsStatusCountsUnlessTheInstanceIsNotThereYet(said: Instance.Status, set: Instance.Status) {
        var table = table(Sample.document(status: said))
        let isThere = table.override("decide-fragments", "decide-1", with: set, at: start)
        #expect(isThere)
        let isCapable = said == .up || said == .outOfService
        #expect(known(table).map(\.status) == [isCapable ? set : said])
        let isThereThen = table.override("decide-fragments", "decide-1", with: nil, at: start)
        #expect(isThereThen)
        #expect(known(table).map(\.status) == [said])
    }

    @Test func whatAnOperatorSaidToARegistryBeforeIsHeardOfANewInstanceOnly() {
        var document = Sample.document()
        document.overriddenStatus = .outOfService
        var table = table(document)
        #expect(known(table).map(\.status) == [.outOfService])
        let isThere = table.override("decide-fragments", "decide-1", with: nil, at: start)
        #expect(isThere)
        table.register(document, at: start)
        #expect(known(table).map(\.status) == [.up])
    }

    enum Operation: CaseIterable {
        case register, renew, cancel, override, endOverride, setMetadata, retire, expire
    }

    /// What becomes of an instance of every status by every operation.
    @Test(arguments: Instance.Status.allCases, Operation.allCases)
    func everyOperationHasItsEffectWhateverTheStatus(status: Instance.Status, operation: Operation) {
        var table = table(Sample.document(status: status))
        let version = table.version
        let (app, id, later) = ("decide-fragments", "decide-1", start + 1_000)
        var expected: [Instance]? = [Sample.instance(status: status)]
        var changes = true
        switch operation {
        case .register:
            table.register(Sample.document(status: .up, dirtySince: 2), at: later)
            expected = [Sample.instance()]
            changes = status != .up
        case .renew:
            let renewal = table.renew(app, id, dirtySince: nil, at: later)
            #expect(renewal == .renewed)
            changes = false
        case .cancel:
            let wasThere = table.cancel(app, id, at: later)
            #expect(wasThere)
            expected = []
        case .override:
            let isThere = table.override(app, id, with: .outOfService, at: later)
            #expect(isThere)
            if status == .up { expected = [Sample.instance(status: .outOfService)] }
        case .endOverride:
            let isThere = table.override(app, id, with: nil, at: later)
            #expect(isThere)
            changes = false
        case .setMetadata:
            let isThere = table.setMetadata(app, id, ["share": "25"], at: later)
            #expect(isThere)
            expected = [Sample.instance(status: status, share: 25)]
        case .retire:
            let wasKnown = table.retire(app, at: later)
            #expect(wasKnown)
            expected = nil
        case .expire:
            table.expire(at: start + 15_000)
            expected = []
        }
        #expect(table.directory.services[app] == expected)
        #expect(table.directory.retired == (operation == .retire ? [app] : []))
        #expect((table.version > version) == changes)
    }

    @Test(arguments: Operation.allCases.filter { $0 != .register && $0 != .expire })
    func nothingHappensToWhoIsNotThere(operation: Operation) {
        var table = table()
        let hasDone =
            switch operation {
            case .renew: table.renew("a", "b", dirtySince: nil, at: start) == .renewed
            case .cancel: table.cancel("a", "b", at: start)
            case .override: table.override("a", "b", with: .down, at: start)
            case .endOverride: table.override("a", "b", with: nil, at: start)
            case .setMetadata: table.setMetadata("a", "b", ["share": "1"], at: start)
            case .retire: table.retire("a", at: start)
            case .register, .expire: true
            }
        #expect(!hasDone)
        #expect(table.version == LeaseTable().version)
        #expect(table.directory == Directory())
    }

    @Test func operatorsMetadataOutlastsARegistration() {
        var table = table(Sample.document(share: 5))
        let isThere = table.setMetadata("decide-fragments", "decide-1", ["share": "25"], at: start)
        #expect(isThere)
        table.register(Sample.document(share: 5, dirtySince: 9), at: start)
        #expect(known(table).map(\.share) == [25])
    }

    // MARK: Ends

    @Test func retiredServiceComesBackWithItsNextRegistration() {
        var table = table(Sample.document())
        let wasKnown = table.retire("DECIDE-FRAGMENTS", at: start)
        #expect(wasKnown)
        #expect(table.directory == Directory(retired: ["decide-fragments"]))
        table.register(Sample.document(), at: start)
        #expect(table.directory == Directory([Sample.instance()]))
    }

    // MARK: Delta

    @Test func deltaHasTheNewestChangeOfEachForThreeMinutes() {
        var table = table(Sample.document("a"), Sample.document("b"))
        _ = table.override("decide-fragments", "a", with: .outOfService, at: start + 10)
        _ = table.cancel("decide-fragments", "b", at: start + 20)
        let delta = table.delta(at: start + 30)
        #expect(delta.map(\.document.instanceId) == ["a", "b"])
        #expect(delta.map(\.document.actionType) == [.modified, .deleted])
        #expect(table.delta(at: start + 180_010).map(\.document.instanceId) == ["b"])
        #expect(table.delta(at: start + 180_020).isEmpty)
    }
}
