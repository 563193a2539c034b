-- An action on a unit that was withdrawn asks for nothing, and is not counted. Roll-ups are worked out again at opening.
DELETE FROM tally;
