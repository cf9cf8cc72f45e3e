import GRDB

extension Chassis {
    /// Opens this process's own database.
    ///
    /// For a writer that is its turn to write. As long as a predecessor has it, this one looks through the file, which
    /// takes the longer the more there is, and waits. From the predecessor's end on all callers wait, and the file is
    /// opened without another look.
    /// - Parameter file: its name in the folder for data.
    /// - Throws: ``DamagedDatabase``, or another error that names the file.
    package func openDatabase(_ file: String) async throws -> any DatabaseWriter {
        let path = dataPath(file)
        var isSound = false
        if settings.isWriter {
            try await WriterTurn.take(settings) { isSound = try Storage.isSound(path) }
        }
        return try Storage.open(path, isSound: isSound)
    }
}
