-- Files that took the place of earlier bytes are few, and asked for after each reading and by the caseload.
CREATE INDEX observation_that_changed ON observation (book, was) WHERE was IS NOT NULL;
