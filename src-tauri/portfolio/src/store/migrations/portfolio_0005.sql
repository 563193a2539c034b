-- Who confirmed that a unit text is the board's own, against what, and who took that back.
CREATE TABLE board_statement (
    book TEXT NOT NULL, hash TEXT NOT NULL, unit TEXT NOT NULL, spec TEXT NOT NULL, confirms INTEGER NOT NULL,
    words TEXT NOT NULL, date TEXT, chain TEXT NOT NULL, "at" INTEGER NOT NULL, "offset" INTEGER NOT NULL,
    standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
