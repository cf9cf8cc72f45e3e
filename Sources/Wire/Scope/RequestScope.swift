/// What a request carries from hop to hop, known to everything that runs on its behalf.
package struct RequestScope: Sendable {
    package var trace: TraceContext
    package var deadline: Deadline?

    package init(trace: TraceContext, deadline: Deadline? = nil) {
        self.trace = trace
        self.deadline = deadline
    }

    /// The scope of the request that the running task serves; nil outside any request.
    @TaskLocal package static var current: RequestScope?
}
