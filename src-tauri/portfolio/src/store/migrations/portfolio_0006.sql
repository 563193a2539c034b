-- Whether an issued paper carries the assessor's signature. What the table holds is drawn anew from the journal.
DROP TABLE paper;
CREATE TABLE paper (
    book TEXT NOT NULL, hash TEXT NOT NULL, paper TEXT NOT NULL, sign_off TEXT NOT NULL, signed INTEGER NOT NULL,
    PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
