-- Details of items, items that take the place of others, witnesses of the centre, and how old evidence may be.
CREATE TABLE evidence_detail (
    book TEXT NOT NULL, hash TEXT NOT NULL, evidence TEXT NOT NULL, field TEXT NOT NULL, detail TEXT NOT NULL,
    chain TEXT NOT NULL, standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE replacement (
    book TEXT NOT NULL, hash TEXT NOT NULL, evidence TEXT NOT NULL, "by" TEXT, chain TEXT NOT NULL,
    "at" INTEGER NOT NULL, "offset" INTEGER NOT NULL, standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE witness (
    book TEXT NOT NULL, hash TEXT NOT NULL, witness TEXT NOT NULL, says TEXT NOT NULL, standing INTEGER NOT NULL,
    PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE currency_limit (
    book TEXT NOT NULL, hash TEXT NOT NULL, months INTEGER, standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
