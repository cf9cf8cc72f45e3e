/// Winds as people see them, each with a speed that stands for it.
struct WindForce: Sendable {
    /// km/h: the value of the filter.
    let speed: Int
    let name: String
    let sign: String
    let range: String
    /// What flies in it.
    let path: String

    private init(_ speed: Int, _ name: String, _ sign: String, _ range: String) {
        self.speed = speed
        self.name = name
        self.sign = sign
        self.range = "\(range) km/h"
        path = Listing(wind: speed).path
    }

    static let all = [
        WindForce(3, "Still air", "Smoke climbs straight up", "0–5"),
        WindForce(10, "A breath", "Leaves rustle", "6–12"),
        WindForce(18, "A breeze", "Flags lift and flap", "13–22"),
        WindForce(28, "Fresh", "Small trees sway", "23–35"),
        WindForce(42, "Strong", "Wires whistle", "36–50"),
    ]
}
