-- The journal. Stored bytes are the truth; every other column is a function of them.
CREATE TABLE entry (
    hash  TEXT PRIMARY KEY,
    book  TEXT NOT NULL,
    chain TEXT NOT NULL,
    n     INTEGER NOT NULL,
    body  BLOB NOT NULL,
    UNIQUE (chain, n)
) STRICT;
CREATE INDEX entry_of_book ON entry (book, chain, n);
CREATE TABLE signature (
    entry       TEXT NOT NULL REFERENCES entry (hash),
    fingerprint TEXT NOT NULL,
    alg         TEXT NOT NULL,
    sig         TEXT NOT NULL,
    PRIMARY KEY (entry, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE TABLE spec (
    sha256 TEXT PRIMARY KEY,
    body   BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER signature_stays BEFORE UPDATE ON signature BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER signature_is_kept BEFORE DELETE ON signature BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER spec_stays BEFORE UPDATE ON spec BEGIN SELECT RAISE(ABORT, 'unit texts are append-only'); END;
CREATE TRIGGER spec_is_kept BEFORE DELETE ON spec BEGIN SELECT RAISE(ABORT, 'unit texts are append-only'); END;

-- The projection: always equal to a replay. Names are those of the row structs in journal/rows.rs.
CREATE TABLE chain (
    book TEXT NOT NULL, chain TEXT NOT NULL, installation TEXT NOT NULL, person TEXT, person_name TEXT, initials TEXT,
    "key" TEXT, head_n INTEGER NOT NULL, head TEXT NOT NULL, PRIMARY KEY (book, chain)
) STRICT, WITHOUT ROWID;
CREATE TABLE deed (
    book TEXT NOT NULL, deed TEXT NOT NULL, chain TEXT NOT NULL, "at" INTEGER NOT NULL, "offset" INTEGER NOT NULL,
    undoes TEXT, undone INTEGER NOT NULL, PRIMARY KEY (book, deed)
) STRICT, WITHOUT ROWID;
CREATE TABLE centre (
    book TEXT NOT NULL, hash TEXT NOT NULL, name TEXT NOT NULL, number TEXT NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE person (
    book TEXT NOT NULL, hash TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL, initials TEXT NOT NULL,
    roles TEXT NOT NULL, standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE person_key (
    book TEXT NOT NULL, hash TEXT NOT NULL, person TEXT NOT NULL, "key" TEXT NOT NULL, standing INTEGER NOT NULL,
    PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit_text (
    book TEXT NOT NULL, hash TEXT NOT NULL, unit TEXT NOT NULL, spec TEXT NOT NULL, handle TEXT NOT NULL,
    title TEXT NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE enrolment (
    book TEXT NOT NULL, learner TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (book, learner)
) STRICT, WITHOUT ROWID;
CREATE TABLE learner (
    book TEXT NOT NULL, hash TEXT NOT NULL, name TEXT NOT NULL, uln TEXT NOT NULL, registration_number TEXT NOT NULL,
    registration_date TEXT NOT NULL, start TEXT NOT NULL, planned_end TEXT NOT NULL, employer TEXT NOT NULL,
    site TEXT NOT NULL, assessor TEXT NOT NULL, iv TEXT NOT NULL, standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit (
    book TEXT NOT NULL, hash TEXT NOT NULL, unit TEXT NOT NULL, spec TEXT NOT NULL, withdrawn_reason TEXT,
    withdrawn_date TEXT, "at" INTEGER NOT NULL, standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE file (
    book TEXT NOT NULL, file TEXT NOT NULL, size INTEGER NOT NULL, path TEXT NOT NULL, replaces TEXT,
    hash TEXT NOT NULL, "at" INTEGER NOT NULL, PRIMARY KEY (book, file)
) STRICT, WITHOUT ROWID;
CREATE TABLE evidence (
    book TEXT NOT NULL, hash TEXT NOT NULL, evidence TEXT NOT NULL, number INTEGER, title TEXT NOT NULL,
    method TEXT NOT NULL, files TEXT NOT NULL, set_aside_reason TEXT, chain TEXT NOT NULL, standing INTEGER NOT NULL,
    PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE mapping (
    book TEXT NOT NULL, hash TEXT NOT NULL, unit TEXT NOT NULL, spec TEXT NOT NULL, "row" TEXT NOT NULL,
    evidence TEXT NOT NULL, files TEXT NOT NULL, place TEXT, method TEXT NOT NULL, chain TEXT NOT NULL,
    "at" INTEGER NOT NULL, standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE decision (
    book TEXT NOT NULL, hash TEXT NOT NULL, unit TEXT NOT NULL, spec TEXT NOT NULL, "row" TEXT NOT NULL,
    text TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL, date TEXT NOT NULL, relied_on TEXT NOT NULL,
    chain TEXT NOT NULL, "at" INTEGER NOT NULL, "offset" INTEGER NOT NULL, standing INTEGER NOT NULL,
    PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE sign_off (
    book TEXT NOT NULL, hash TEXT NOT NULL, unit TEXT NOT NULL, spec TEXT NOT NULL, "rows" TEXT NOT NULL,
    files TEXT NOT NULL, matrix TEXT NOT NULL, declaration TEXT NOT NULL, feedback TEXT NOT NULL,
    indicative INTEGER NOT NULL, chain TEXT NOT NULL, "at" INTEGER NOT NULL, "offset" INTEGER NOT NULL, reopened TEXT,
    standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE paper (
    book TEXT NOT NULL, hash TEXT NOT NULL, paper TEXT NOT NULL, sign_off TEXT NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE sample (
    book TEXT NOT NULL, sample TEXT NOT NULL, number INTEGER NOT NULL, unit TEXT NOT NULL, spec TEXT NOT NULL,
    "rows" TEXT NOT NULL, summative INTEGER NOT NULL, chain TEXT NOT NULL, "at" INTEGER NOT NULL,
    "offset" INTEGER NOT NULL, PRIMARY KEY (book, sample)
) STRICT, WITHOUT ROWID;
CREATE TABLE finding (
    book TEXT NOT NULL, hash TEXT NOT NULL, sample TEXT NOT NULL, "row" TEXT NOT NULL, decision TEXT NOT NULL,
    judgement TEXT NOT NULL, reason TEXT NOT NULL, due TEXT, chain TEXT NOT NULL, "at" INTEGER NOT NULL,
    "offset" INTEGER NOT NULL, standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE note (
    book TEXT NOT NULL, hash TEXT NOT NULL, finding TEXT NOT NULL, closes INTEGER NOT NULL, note TEXT NOT NULL,
    chain TEXT NOT NULL, "at" INTEGER NOT NULL, "offset" INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE verification (
    book TEXT NOT NULL, hash TEXT NOT NULL, sample TEXT NOT NULL, findings TEXT NOT NULL, declaration TEXT NOT NULL,
    chain TEXT NOT NULL, "at" INTEGER NOT NULL, "offset" INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE newer_act (
    book TEXT NOT NULL, hash TEXT NOT NULL, kind TEXT NOT NULL, chain TEXT NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE progress (
    book TEXT NOT NULL, unit TEXT NOT NULL, "rows" INTEGER NOT NULL, met INTEGER NOT NULL,
    partially_met INTEGER NOT NULL, not_yet_met INTEGER NOT NULL, mapped INTEGER NOT NULL, gaps INTEGER NOT NULL,
    in_dispute INTEGER NOT NULL, without_place INTEGER NOT NULL, signed INTEGER NOT NULL, withdrawn INTEGER NOT NULL,
    PRIMARY KEY (book, unit)
) STRICT, WITHOUT ROWID;
CREATE TABLE tally (
    book TEXT PRIMARY KEY, new_files INTEGER NOT NULL, iv_actions INTEGER NOT NULL, last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
