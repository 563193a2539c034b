-- What this machine knows by itself. All but the bindings can be deleted and comes back by reading the folders.
CREATE TABLE binding (
    book   TEXT PRIMARY KEY,
    folder BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE observation (
    book        TEXT NOT NULL,
    path        BLOB NOT NULL,
    size        INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    changed_ns  INTEGER NOT NULL,
    inode       INTEGER NOT NULL,
    device      INTEGER NOT NULL,
    sha256      TEXT NOT NULL,
    was         TEXT,
    present     INTEGER NOT NULL,
    PRIMARY KEY (book, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX observation_of_content ON observation (book, sha256);
CREATE TABLE reading (
    book    TEXT PRIMARY KEY,
    "at"    TEXT NOT NULL,
    problem TEXT,
    ignored TEXT NOT NULL,
    refused TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
