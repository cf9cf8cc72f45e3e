extension OrderDatabase {
    /// Frozen. The release before goes on with `orders.state`, which stays what it was: `pending` of an order that is
    /// not settled, `received` of one that is confirmed or further, `rejected`. What it does not know of stands in
    /// tables of its own. A cart may have several unsettled orders now, since ordering empties it at once.
    static let saga = """
        DROP INDEX orders_one_pending_a_cart;
        CREATE INDEX orders_unsettled_by_cart ON orders (cart) WHERE state = 'pending';

        CREATE TABLE order_sagas (
            order_id INTEGER PRIMARY KEY REFERENCES orders (id),
            state TEXT NOT NULL CHECK (
                state IN ('placed', 'reserved', 'confirmed', 'shipped', 'delivered', 'rejected')),
            reason TEXT CHECK (reason IN ('out-of-stock', 'payment-declined', 'cancelled', 'timed-out')),
            deadline INTEGER,
            trace TEXT,
            CHECK ((state = 'rejected') = (reason IS NOT NULL)),
            CHECK ((deadline IS NULL) = (state IN ('delivered', 'rejected')))
        ) STRICT;
        CREATE INDEX order_sagas_due ON order_sagas (deadline) WHERE deadline IS NOT NULL;

        CREATE TRIGGER order_sagas_go_forward BEFORE UPDATE OF state ON order_sagas
        WHEN OLD.state <> NEW.state AND OLD.state || ' ' || NEW.state NOT IN (
            'placed reserved', 'placed rejected', 'reserved confirmed', 'reserved rejected', 'confirmed shipped',
            'shipped delivered')
        BEGIN SELECT RAISE(ABORT, 'an order does not go that way'); END;
        CREATE TRIGGER order_sagas_keep_their_reason BEFORE UPDATE OF reason ON order_sagas
        WHEN OLD.reason IS NOT NULL AND OLD.reason IS NOT NEW.reason
        BEGIN SELECT RAISE(ABORT, 'an order is rejected once'); END;

        CREATE TABLE order_timeline (
            order_id INTEGER NOT NULL REFERENCES orders (id),
            position INTEGER NOT NULL CHECK (position >= 0),
            at INTEGER NOT NULL,
            what TEXT NOT NULL CHECK (what <> ''),
            PRIMARY KEY (order_id, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE payments (
            order_id INTEGER PRIMARY KEY REFERENCES orders (id),
            token TEXT NOT NULL CHECK (token GLOB 'test-card-*'),
            amount INTEGER NOT NULL CHECK (amount >= 0),
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            state TEXT NOT NULL CHECK (
                state IN (
                    'awaiting', 'requested', 'authorised', 'declined', 'capturing', 'captured', 'voiding', 'voided'))
        ) STRICT;
        CREATE INDEX payments_open ON payments (order_id) WHERE state IN ('requested', 'capturing', 'voiding');
        CREATE TRIGGER payments_end_once BEFORE UPDATE OF state ON payments
        WHEN OLD.state IN ('declined', 'captured', 'voided') AND OLD.state <> NEW.state
        BEGIN SELECT RAISE(ABORT, 'a payment ends once'); END;

        CREATE TABLE bank_payments (
            order_number TEXT PRIMARY KEY,
            token TEXT,
            amount INTEGER CHECK (amount >= 0),
            currency TEXT CHECK (length(currency) = 3),
            state TEXT NOT NULL CHECK (state IN ('authorised', 'declined', 'captured', 'voided')),
            answers INTEGER NOT NULL CHECK (answers >= 0),
            answers_at INTEGER NOT NULL,
            CHECK (state = 'voided' OR amount IS NOT NULL)
        ) STRICT;
        CREATE TRIGGER bank_payments_end_once BEFORE UPDATE OF state ON bank_payments
        WHEN OLD.state <> NEW.state AND OLD.state <> 'authorised'
        BEGIN SELECT RAISE(ABORT, 'a payment ends once'); END;

        CREATE TABLE parcels (
            order_id INTEGER PRIMARY KEY REFERENCES orders (id),
            number TEXT NOT NULL UNIQUE,
            collect_at INTEGER NOT NULL,
            collected_at INTEGER,
            deliver_at INTEGER,
            delivered_at INTEGER,
            CHECK ((collected_at IS NULL) = (deliver_at IS NULL)),
            CHECK (delivered_at IS NULL OR collected_at IS NOT NULL)
        ) STRICT;
        CREATE INDEX parcels_waiting ON parcels (collect_at) WHERE collected_at IS NULL;
        CREATE INDEX parcels_on_their_way ON parcels (deliver_at)
        WHERE deliver_at IS NOT NULL AND delivered_at IS NULL;
        """
}
