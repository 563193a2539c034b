-- Who confirmed a decision under another issue, in which role, of which words. What the table holds is drawn anew from the
-- journal.
DROP TABLE carry;
CREATE TABLE carry (
    book TEXT NOT NULL, hash TEXT NOT NULL, unit TEXT NOT NULL, spec TEXT NOT NULL, "row" TEXT NOT NULL, text TEXT NOT NULL,
    decision TEXT NOT NULL, role TEXT NOT NULL, deed TEXT NOT NULL, chain TEXT NOT NULL, "at" INTEGER NOT NULL,
    "offset" INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
