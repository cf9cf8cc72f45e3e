extension OrderDatabase {
    /// Frozen. The same rules and the same index in other words: for `IN` with three values or more, in a trigger or in
    /// an index of a part, SQLite makes a table of its own at every statement.
    static let shortLists = """
        DROP TRIGGER order_sagas_go_forward;
        CREATE TRIGGER order_sagas_go_forward BEFORE UPDATE OF state ON order_sagas
        WHEN OLD.state <> NEW.state AND NOT (
            OLD.state = 'placed' AND (NEW.state = 'reserved' OR NEW.state = 'rejected')
            OR OLD.state = 'reserved' AND (NEW.state = 'confirmed' OR NEW.state = 'rejected')
            OR OLD.state = 'confirmed' AND NEW.state = 'shipped'
            OR OLD.state = 'shipped' AND NEW.state = 'delivered')
        BEGIN SELECT RAISE(ABORT, 'an order does not go that way'); END;

        DROP TRIGGER payments_end_once;
        CREATE TRIGGER payments_end_once BEFORE UPDATE OF state ON payments
        WHEN OLD.state <> NEW.state
            AND (OLD.state = 'declined' OR OLD.state = 'captured' OR OLD.state = 'voided')
        BEGIN SELECT RAISE(ABORT, 'a payment ends once'); END;

        DROP INDEX payments_open;
        CREATE INDEX payments_open ON payments (order_id)
        WHERE state = 'requested' OR state = 'capturing' OR state = 'voiding';
        """
}
