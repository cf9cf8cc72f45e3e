/// Events: what was said has come to the broker or will, and what has come was handled by everybody who listens or will
/// be.
extension Audit {
    func auditEvents(_ report: inout AuditReport) {
        for service in books.services { auditOutbox(service.name, service.events, &report) }
        guard let broker = books.broker else { return auditAcross(&report) }
        for service in books.services {
            auditSent(service.name, service.events, broker, &report)
            auditCarriedElsewhere(service.name, service.events, &report)
            if let group = broker.groups[service.name] {
                auditHandled(service.name, service.events, group, broker, &report)
            }
        }
        for (name, group) in broker.groups.sorted(by: { $0.key < $1.key }) {
            report.counts.eventsUnderWay += group.due.values.reduce(0) { $0 + $1.count }
            report.disagreements += group.parked.map { parked in
                .init("event \(parked.id)", "\(name) could not handle it (\(parked.reason)); ./shop dlq list")
            }
        }
        report.disagreements += broker.damaged.map { .init("event \($0)", "the broker's record of it is damaged") }
        if mustBeSettled, report.counts.eventsUnderWay > 0 {
            report.disagreements.append(
                .init("events", "\(report.counts.eventsUnderWay) have still to be sent or heard"))
        }
    }

    /// Where another engine carries the events, its book is not read: what one service said is held against what the
    /// other has handled.
    private func auditAcross(_ report: inout AuditReport) {
        for consumer in books.services {
            let channels = ShopBooks.heard[consumer.name, default: []].union(consumer.events.handled.keys)
            for channel in channels.sorted(by: { "\($0)" < "\($1)" }) {
                let handled = consumer.events.handled[channel, default: SequenceSet()]
                guard let producer = books.services.first(where: { "/\($0.name)" == channel.source }) else { continue }
                let said = SequenceSet(upTo: producer.events.said[channel.topic, default: 0])
                let strange = handled.subtracting(said)
                if !strange.isEmpty {
                    report.disagreements.append(
                        .init("events \(channel)", "\(strange.words): handled by \(consumer.name), never said"))
                }
                report.counts.eventsUnderWay += said.subtracting(handled).count
            }
        }
        if mustBeSettled, report.counts.eventsUnderWay > 0 {
            report.disagreements.append(
                .init("events", "\(report.counts.eventsUnderWay) were said and not handled"))
        }
    }

    private func auditOutbox(_ service: String, _ events: EventBooks, _ report: inout AuditReport) {
        report.counts.events += Int(events.said.values.reduce(0, +))
        report.counts.eventsUnderWay += events.unsent.count
        for event in events.unsent {
            let about = "event \(service)/\(event.topic)/\(event.sequence)"
            if event.isDamaged { report.disagreements.append(.init(about, "it is damaged in the outbox")) }
            if event.sequence > events.said[event.topic, default: 0] {
                report.disagreements.append(.init(about, "the outbox has it, though its number was not given yet"))
            }
        }
    }

    /// What was said is at the broker or in the outbox, or another engine has carried it; and the broker has nothing
    /// that was not said.
    private func auditSent(
        _ service: String, _ events: EventBooks, _ broker: BrokerBooks, _ report: inout AuditReport
    ) {
        let topics = Set(events.said.keys).union(
            broker.received.keys.filter { $0.source == "/\(service)" }.map(\.topic))
        for topic in topics.sorted() {
            let channel = EventChannel(source: "/\(service)", topic: topic)
            let said = SequenceSet(upTo: events.said[topic, default: 0])
            let received = broker.received[channel, default: SequenceSet()]
            let lost = said.subtracting(received).subtracting(events.unsent(of: topic))
                .subtracting(books.carriedElsewhere[channel])
            if !lost.isEmpty {
                report.disagreements.append(
                    .init("events \(channel)", "\(lost.words): said, not at the broker, and not in the outbox"))
            }
            let strange = received.subtracting(said)
            if !strange.isEmpty {
                report.disagreements.append(
                    .init("events \(channel)", "\(strange.words): at the broker, never said by \(service)"))
            }
        }
    }

    /// Whoever hears it has handled what an engine has carried that is left: from there nothing comes any more.
    private func auditCarriedElsewhere(_ service: String, _ events: EventBooks, _ report: inout AuditReport) {
        for channel in ShopBooks.heard[service, default: []].sorted(by: { "\($0)" < "\($1)" }) {
            let missed = books.carriedElsewhere[channel].subtracting(events.handled[channel, default: SequenceSet()])
            if !missed.isEmpty {
                report.disagreements.append(
                    .init(
                        "events \(channel)",
                        "\(missed.words): not handled by \(service) and carried by another engine, which is left: "
                            + "lost, or discarded by hand"))
            }
        }
    }

    /// What came to the broker was handled by the group or is due to it, and it has handled nothing else.
    private func auditHandled(
        _ service: String, _ events: EventBooks, _ group: BrokerBooks.Group, _ broker: BrokerBooks,
        _ report: inout AuditReport
    ) {
        let heard = broker.received.filter { group.topics.contains($0.key.topic) }
        for (channel, received) in heard.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            let handled = events.handled[channel, default: SequenceSet()]
            let missed = received.subtracting(handled).subtracting(group.due[channel, default: SequenceSet()])
            if !missed.isEmpty {
                report.disagreements.append(
                    .init(
                        "events \(channel)",
                        "\(missed.words): not handled by \(service) and not due to it: lost, or discarded by hand"))
            }
        }
        for (channel, handled) in events.handled.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            let strange = handled.subtracting(broker.received[channel, default: SequenceSet()])
                .subtracting(books.carriedElsewhere[channel])
            if !strange.isEmpty {
                report.disagreements.append(
                    .init("events \(channel)", "\(strange.words): handled by \(service), never at the broker"))
            }
        }
    }
}
