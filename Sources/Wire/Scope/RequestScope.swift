/// What a request carries from hop to hop, known to everything that runs on its behalf.
package struct RequestScope: Sendable {
    package var trace: TraceContext
    package var deadline: Deadline?
    /// The visitor's bucket (``ReleaseChoice``); nil for work that no visitor is behind.
    package var bucket: Int?

    package init(trace: TraceContext, deadline: Deadline? = nil, bucket: Int? = nil) {
        self.trace = trace
        self.deadline = deadline
        self.bucket = bucket
    }

    /// The scope of the request that the running task serves; nil outside any request.
    @TaskLocal package static var current: RequestScope?
}
