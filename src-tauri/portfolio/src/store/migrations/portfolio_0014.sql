-- What a centre says of its own look and rules, and the form that a sign-off fixes.
CREATE TABLE board_profile (
    book TEXT NOT NULL, hash TEXT NOT NULL, profile TEXT NOT NULL, says TEXT NOT NULL, standing INTEGER NOT NULL,
    PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE partially_met_rule (
    book TEXT NOT NULL, hash TEXT NOT NULL, used INTEGER NOT NULL, standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
ALTER TABLE sign_off ADD COLUMN form TEXT;
