-- The unit library: qualifications, saved sets of units, links between boards, and decisions confirmed under another issue
-- of a unit text. Names are those of the row structs in journal/rows.rs; objects and lists stand as canonical JSON.
CREATE TABLE qualification (
    book TEXT NOT NULL, hash TEXT NOT NULL, qualification TEXT NOT NULL, says TEXT NOT NULL, standing INTEGER NOT NULL,
    PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit_set (
    book TEXT NOT NULL, hash TEXT NOT NULL, "set" TEXT NOT NULL, name TEXT NOT NULL, qualification TEXT,
    units TEXT NOT NULL, standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit_link (
    book TEXT NOT NULL, hash TEXT NOT NULL, link TEXT NOT NULL, "from" TEXT NOT NULL, "to" TEXT NOT NULL,
    relation TEXT NOT NULL, beyond_from TEXT NOT NULL, beyond_to TEXT NOT NULL, source TEXT NOT NULL,
    chain TEXT NOT NULL, "at" INTEGER NOT NULL, standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE carry (
    book TEXT NOT NULL, hash TEXT NOT NULL, unit TEXT NOT NULL, spec TEXT NOT NULL, "row" TEXT NOT NULL,
    decision TEXT NOT NULL, deed TEXT NOT NULL, chain TEXT NOT NULL, "at" INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
