-- Roots of the centre, and certificates of people's keys.
CREATE TABLE centre_root (
    book TEXT NOT NULL, hash TEXT NOT NULL, certificate TEXT NOT NULL, chain TEXT NOT NULL, "at" INTEGER NOT NULL,
    "offset" INTEGER NOT NULL, standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE person_certificate (
    book TEXT NOT NULL, hash TEXT NOT NULL, person TEXT NOT NULL, key TEXT NOT NULL, certificate TEXT NOT NULL,
    issuers TEXT NOT NULL, root TEXT, "at" INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
