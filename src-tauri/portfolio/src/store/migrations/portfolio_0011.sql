-- What is due by a day stands in the roll-ups, so that a caseload is seen at once. They are worked out again at opening.
ALTER TABLE progress ADD COLUMN dues TEXT NOT NULL DEFAULT '[]';
ALTER TABLE tally ADD COLUMN action_dues TEXT NOT NULL DEFAULT '[]';
DELETE FROM progress;
DELETE FROM tally;
