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
-- What is asked of all texts without looking at any.
CREATE INDEX text_state ON text (readers, file, why);
-- Whose file it is, by the folders read on this machine: who is given up takes the text along.
CREATE TABLE owner (
    file TEXT NOT NULL,
    book TEXT NOT NULL,
    PRIMARY KEY (file, book)
) STRICT, WITHOUT ROWID;
CREATE INDEX owner_of_book ON owner (book, file);
CREATE VIRTUAL TABLE word USING fts5(
    body, content='', contentless_delete=1, tokenize="porter unicode61 remove_diacritics 2"
);
