-- Learners who were erased: which portfolio, when, on which ground; nothing that names a person.
CREATE TABLE erasure (
    book TEXT NOT NULL, learner TEXT NOT NULL, hash TEXT NOT NULL, heads TEXT NOT NULL, ground TEXT NOT NULL,
    chain TEXT NOT NULL, "at" INTEGER NOT NULL, "offset" INTEGER NOT NULL, PRIMARY KEY (book, learner)
) STRICT, WITHOUT ROWID;
