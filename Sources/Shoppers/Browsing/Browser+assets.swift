extension Browser {
    /// Fetches what a page names and is not cached, several at a time, and answers what is not as it should be.
    ///
    /// When somebody is waiting for the report, nothing more is begun.
    func fetchAssets(_ assets: [AssetReference]) async -> [Failure] {
        var seen: Set<AssetReference> = []
        var missing = assets.filter { seen.insert($0).inserted && !has($0) }[...]
        guard !missing.isEmpty else { return [] }
        return await withTaskGroup(of: Failure?.self) { group in
            for asset in missing.prefix(Self.connectionLimit) { group.addTask { await self.fetch(asset) } }
            missing = missing.dropFirst(Self.connectionLimit)
            var failures: [Failure] = []
            for await failure in group {
                if let failure { failures.append(failure) }
                if !ledger.isHurried, let asset = missing.popFirst() { group.addTask { await self.fetch(asset) } }
            }
            return failures
        }
    }

    private func fetch(_ asset: AssetReference) async -> Failure? {
        let begin = ContinuousClock.now
        do {
            let answer = try await fetch(WebRequest(target: asset.path, destination: asset.kind.destination))
            ledger.asset(bytes: answer.received, latency: begin.duration(to: .now))
            if let failure = AssetCheck.failure(of: answer, for: asset) { return failure }
            keep(asset)
            return nil
        } catch let failure as Failure {
            return failure.asAsset
        } catch {
            return Failure(.assetBroken, "\(error)", at: asset.path)
        }
    }
}
