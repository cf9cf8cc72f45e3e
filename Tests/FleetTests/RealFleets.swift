import Testing

/// Tests that start whole fleets: one at a time, so that none of them is slow because of another.
@Suite(.serialized) enum RealFleets {}
