-- What was read out of evidence files. All of it can be deleted and is read again.
CREATE TABLE text (
    id      INTEGER PRIMARY KEY,
    file    TEXT NOT NULL UNIQUE,
    readers INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    why     TEXT,
    reason  TEXT,
    notes   TEXT NOT NULL,
    body    BLOB
) STRICT;
CREATE VIRTUAL TABLE word USING fts5(
    body, content='', contentless_delete=1, tokenize="porter unicode61 remove_diacritics 2"
);
