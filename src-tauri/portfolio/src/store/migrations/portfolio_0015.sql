-- The centre's logo, and specimen signatures.
CREATE TABLE logo (
    book TEXT NOT NULL, hash TEXT NOT NULL, picture TEXT, sha256 TEXT, standing INTEGER NOT NULL,
    PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE specimen (
    book TEXT NOT NULL, hash TEXT NOT NULL, person TEXT NOT NULL, picture TEXT, draws INTEGER NOT NULL,
    standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
