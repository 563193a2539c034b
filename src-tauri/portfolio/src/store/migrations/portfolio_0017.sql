-- Whether a sign-off holds as signed stands in the roll-ups, so that a caseload counts as signed what a unit's page calls signed. They
-- are worked out again at opening.
ALTER TABLE progress ADD COLUMN holds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE progress ADD COLUMN boards_own INTEGER NOT NULL DEFAULT 0;
DELETE FROM progress;
DELETE FROM tally;
-- An IV's comment that its author took back stands no more, and is kept with the reason.
ALTER TABLE finding ADD COLUMN withdrawn TEXT;
