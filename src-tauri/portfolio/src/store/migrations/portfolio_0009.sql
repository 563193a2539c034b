-- People with all that a centre records of them; countersignatures; the status of a unit after its sign-off.
ALTER TABLE person ADD COLUMN qualification TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN competence TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN cpd TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN countersigner TEXT;
ALTER TABLE person ADD COLUMN active INTEGER NOT NULL DEFAULT 1;
-- Until now nobody signed in any other role.
ALTER TABLE sign_off ADD COLUMN role TEXT NOT NULL DEFAULT 'assessor';
ALTER TABLE verification ADD COLUMN role TEXT NOT NULL DEFAULT 'iv';
CREATE TABLE direct_claim (
    book TEXT NOT NULL, hash TEXT NOT NULL, board TEXT NOT NULL, qualification TEXT, holds INTEGER NOT NULL,
    date TEXT NOT NULL, source TEXT NOT NULL, chain TEXT NOT NULL, "at" INTEGER NOT NULL, "offset" INTEGER NOT NULL,
    standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE trainee_decision (
    book TEXT NOT NULL, decision TEXT NOT NULL, hash TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (book, decision)
) STRICT, WITHOUT ROWID;
CREATE TABLE countersignature (
    book TEXT NOT NULL, hash TEXT NOT NULL, unit TEXT NOT NULL, spec TEXT NOT NULL, "rows" TEXT NOT NULL,
    declaration TEXT NOT NULL, role TEXT NOT NULL, chain TEXT NOT NULL, "at" INTEGER NOT NULL,
    "offset" INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE countersigned_paper (
    book TEXT NOT NULL, hash TEXT NOT NULL, sign_off TEXT NOT NULL, countersignature TEXT NOT NULL,
    paper TEXT NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE sample_countersignature (
    book TEXT NOT NULL, hash TEXT NOT NULL, verification TEXT NOT NULL, declaration TEXT NOT NULL, role TEXT NOT NULL,
    chain TEXT NOT NULL, "at" INTEGER NOT NULL, "offset" INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit_release (
    book TEXT NOT NULL, hash TEXT NOT NULL, unit TEXT NOT NULL, spec TEXT NOT NULL, sign_off TEXT NOT NULL,
    reason TEXT NOT NULL, role TEXT NOT NULL, chain TEXT NOT NULL, "at" INTEGER NOT NULL, "offset" INTEGER NOT NULL,
    withdrawn TEXT, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit_claim (
    book TEXT NOT NULL, hash TEXT NOT NULL, unit TEXT NOT NULL, spec TEXT NOT NULL, sign_off TEXT NOT NULL,
    rests_on TEXT NOT NULL, qualification TEXT, date TEXT NOT NULL, batch TEXT NOT NULL, role TEXT NOT NULL,
    chain TEXT NOT NULL, "at" INTEGER NOT NULL, "offset" INTEGER NOT NULL, withdrawn TEXT, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit_certificate (
    book TEXT NOT NULL, hash TEXT NOT NULL, unit TEXT NOT NULL, spec TEXT NOT NULL, claim TEXT NOT NULL,
    number TEXT NOT NULL, date TEXT NOT NULL, role TEXT NOT NULL, chain TEXT NOT NULL, "at" INTEGER NOT NULL,
    "offset" INTEGER NOT NULL, withdrawn TEXT, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
