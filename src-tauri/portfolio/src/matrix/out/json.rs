//! JSON `coverage-matrix/1`: the facts of a matrix, whole, in an envelope that names its schema.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::Result;
use crate::matrix::Matrix;

/// Name under which the schema is published.
pub const SCHEMA_NAME: &str = "coverage-matrix-1.schema.json";

/// The one format of this name.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is used")]
enum FormatName {
    #[serde(rename = "coverage-matrix")]
    CoverageMatrix,
}

/// A coverage matrix of one unit for one learner. Dates are ISO text; what is null was not recorded.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct MatrixFile {
    /// The schema that it follows.
    #[serde(rename = "$schema")]
    schema: String,
    /// Always "coverage-matrix".
    #[schemars(with = "FormatName")]
    format: String,
    /// Always 1.
    #[schemars(range(min = 1, max = 1))]
    format_version: i64,
    /// What the paper says.
    matrix: Matrix,
}

/// The file.
pub fn write(matrix: &Matrix) -> Result<Vec<u8>> {
    let file = MatrixFile {
        schema: SCHEMA_NAME.to_owned(),
        format: "coverage-matrix".to_owned(),
        format_version: 1,
        matrix: matrix.clone(),
    };
    let mut bytes = serde_json::to_vec_pretty(&file)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The published JSON Schema of `coverage-matrix/1` (Draft 2020-12).
#[must_use]
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(MatrixFile);
    schema.insert("title".into(), "A coverage matrix: coverage-matrix, version 1".into());
    Value::from(schema)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::samples;

    /// The published file; `UPDATE_SCHEMAS=1` writes it anew.
    const PUBLISHED: &str =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/schemas/coverage-matrix-1.schema.json");

    #[test]
    fn the_published_schema_is_the_one_of_the_types() {
        let ours = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            crate::disk::write_whole(std::path::Path::new(PUBLISHED), ours.as_bytes()).unwrap();
        }
        let published = crate::disk::read_small(std::path::Path::new(PUBLISHED), 1 << 20).unwrap();
        assert_eq!(String::from_utf8(published).unwrap(), ours, "make it anew with UPDATE_SCHEMAS=1");
    }

    #[test]
    fn what_is_written_follows_the_schema_and_comes_back_the_same() {
        let validator = jsonschema::draft202012::new(&schema()).unwrap();
        for matrix in [samples::signed(), samples::draft(), samples::trainee(), samples::hostile()] {
            let value: Value = serde_json::from_slice(&write(&matrix).unwrap()).unwrap();
            let faults: Vec<String> = validator.iter_errors(&value).map(|fault| fault.to_string()).collect();
            assert_eq!(faults, Vec::<String>::new());
            let read: MatrixFile = serde_json::from_value(value).unwrap();
            assert_eq!(read.matrix, matrix);
        }
        let mut wrong = serde_json::from_slice::<Value>(&write(&samples::signed()).unwrap()).unwrap();
        wrong["matrix"]["outcomes"][0]["rows"][0]["decision"] = "fail".into();
        assert!(validator.iter_errors(&wrong).count() > 0, "the schema can refuse");
    }
}
