/// Columns of text, each as wide as its widest cell.
package struct TextTable {
    package struct Column: Sendable {
        let title: String
        let isRightAligned: Bool

        package init(title: String, isRightAligned: Bool = false) {
            self.title = title
            self.isRightAligned = isRightAligned
        }
    }

    package let columns: [Column]
    package var rows: [[String]] = []

    package init(_ columns: [Column]) {
        self.columns = columns
    }

    package func lines(on terminal: Terminal) -> [String] {
        let widths = columns.indices.map { index in
            rows.reduce(columns[index].title.count) { max($0, DisplayWidth.of($1[index])) }
        }
        func line(_ cells: [String]) -> String {
            let padded = cells.indices.map { index in
                let isLast = index == cells.count - 1 && !columns[index].isRightAligned
                return isLast
                    ? cells[index]
                    : DisplayWidth.pad(cells[index], to: widths[index], right: columns[index].isRightAligned)
            }
            return padded.joined(separator: "  ")
        }
        return [terminal.paint(line(columns.map(\.title)), .dim)] + rows.map(line)
    }
}
