//! The starter library: unit texts that travel with the program. Their wording is the project's own.

/// JSON of each starter unit.
pub const UNITS: [&str; 6] = [
    include_str!("../../../../fixtures/units/pearson-edi-plan-organise-control.json"),
    include_str!("../../../../fixtures/units/pearson-edi-manage-performance.json"),
    include_str!("../../../../fixtures/units/unstated-plan-organise-control.json"),
    include_str!("../../../../fixtures/units/pearson-edexcel-understand-management.json"),
    include_str!("../../../../fixtures/units/ocr-plan-organise-control.json"),
    include_str!("../../../../fixtures/units/centre-coordinate-service-team.json"),
];

/// Links between criteria of the starter units: the example that ships, worked from third-party text.
pub const LINKS: &str = include_str!("../../../../fixtures/links/customer-service.json");
