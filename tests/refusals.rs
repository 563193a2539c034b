//! Every refusal and every gate of sign-off with the test that names it. What is refused is part of what the program
//! promises, so a refusal without a test is a fault: this file fails where one is missing from the tables, where its test is
//! gone, and where that test no longer speaks of it. Knows no rule itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use journeys::source::without_comments;
use portfolio::signoff::gates::Gate;

/// Name, file and test.
type Held = (&'static str, &'static str, &'static str);

/// The rules of assessment that refuse, by their stable names.
const REFUSALS: &[Held] = &[
    ("nobodyAtDesk", "tests/decisions.rs", "phrases_are_kept_by_the_centre_and_counted_by_what_was_written"),
    ("notYourRole", "tests/gates.rs", "a_declaration_is_refused_ahead_of_its_day_and_without_its_item"),
    (
        "reasonRequired",
        "tests/gates.rs",
        "a_declaration_is_withdrawn_with_a_reason_and_not_while_signed_paper_rests_on_it",
    ),
    ("nothingMapped", "tests/assess.rs", "met_needs_evidence_and_names_the_criteria_that_have_none"),
    (
        "nothingReliedOn",
        "tests/decisions.rs",
        "a_decision_relies_on_every_link_unless_some_are_chosen_and_the_others_do_not_count",
    ),
    ("dateAhead", "tests/gates.rs", "a_declaration_is_refused_ahead_of_its_day_and_without_its_item"),
    ("dateAhead", "tests/claims.rs", "a_claim_has_a_batch_and_a_date_between_the_verification_and_today"),
    ("dateAhead", "tests/claims.rs", "a_certificate_is_of_a_claim_and_stands_once"),
    ("dueTooEarly", "tests/decisions.rs", "a_decision_is_refused_with_dates_that_cannot_be"),
    ("nothingToNeed", "tests/decisions.rs", "a_decision_is_refused_with_dates_that_cannot_be"),
    ("partiallyMetOff", "tests/house.rs", "partially_met_is_switched_off_and_old_decisions_stay"),
    ("certificateRequired", "tests/decisions.rs", "a_credit_transfer_names_its_certificate_and_who_saw_it"),
    (
        "vacsrNotConfirmed",
        "tests/gates.rs",
        "nothing_is_signed_before_the_evidence_is_confirmed_as_valid_and_the_rest",
    ),
    (
        "unitSigned",
        "tests/gates.rs",
        "a_declaration_is_withdrawn_with_a_reason_and_not_while_signed_paper_rests_on_it",
    ),
    (
        "onSignedPaper",
        "tests/details.rs",
        "an_item_that_stays_where_it_is_and_one_that_the_decision_left_out_are_fixed_on_signed_paper_too",
    ),
    (
        "versionInDispute",
        "tests/act_by_act/details.rs",
        "accept_and_accept_of_two_new_versions_show_both_by_name_until_one_is_said_to_hold",
    ),
    ("folderOfAnother", "tests/bad_input.rs", "no_learners_folder_is_anothers_or_lies_in_it"),
    ("setAsideChanged", "tests/copies.rs", "a_form_that_was_set_aside_and_filled_in_is_a_new_file"),
    ("sameFile", "tests/copies.rs", "one_file_never_stands_for_two_items"),
    ("evidenceNeeded", "tests/resubmission.rs", "an_item_that_something_rests_on_is_not_set_aside"),
    ("nameNotTyped", "tests/erasure.rs", "erasing_asks_for_the_name_and_an_administrator"),
    (
        "stillKept",
        "tests/erasure.rs",
        "records_that_a_board_asks_for_are_erased_early_only_where_that_is_said",
    ),
    (
        "learnerErased",
        "tests/erasure.rs",
        "a_copy_of_an_erased_learner_is_not_taken_in_again_and_the_rest_of_the_file_is",
    ),
    (
        "witnessInDispute",
        "tests/act_by_act/details.rs",
        "a_witness_in_dispute_is_named_by_no_item_and_settled_only_by_what_is_said",
    ),
    ("unitWithdrawn", "tests/assess.rs", "a_unit_is_withdrawn_with_a_reason_and_nothing_is_removed"),
    (
        "unitWithdrawn",
        "tests/claims.rs",
        "a_release_is_refused_of_a_withdrawn_unit_and_while_a_newer_program_has_written",
    ),
    (
        "gatesShut",
        "tests/gates.rs",
        "a_credit_transfer_without_its_certificate_that_came_from_elsewhere_is_not_signed",
    ),
    ("evidenceChanged", "tests/decisions.rs", "a_file_that_is_not_relied_on_may_have_changed"),
    (
        "evidenceNotAsRead",
        "tests/shown_files.rs",
        "what_took_the_place_of_a_file_is_not_shown_as_the_file_until_the_folder_is_read_again",
    ),
    (
        "onlyKeptCopy",
        "tests/shown_files.rs",
        "a_judged_file_that_is_gone_is_shown_and_opened_from_its_kept_copy",
    ),
    (
        "evidenceMissing",
        "src-tauri/portfolio/src/signoff.rs",
        "a_file_that_goes_or_moves_while_it_is_read_for_the_signature_is_told_apart",
    ),
    ("evidenceSetAside", "tests/assess.rs", "a_file_is_set_aside_with_a_reason_and_can_be_taken_up_again"),
    ("evidenceInUse", "tests/assess.rs", "a_file_is_set_aside_with_a_reason_and_can_be_taken_up_again"),
    (
        "ownDecision",
        "tests/sampling.rs",
        "an_iv_who_decides_a_row_after_sampling_it_can_no_longer_judge_close_or_sign_it",
    ),
    (
        "ownSample",
        "tests/roles.rs",
        "whoever_looked_at_a_decision_as_iv_neither_countersigns_nor_signs_nor_confirms_it",
    ),
    (
        "commentGone",
        "tests/sampling.rs",
        "an_iv_takes_a_comment_on_a_wrong_row_back_and_the_history_keeps_it_with_the_reason",
    ),
    ("traineeAlone", "tests/roles.rs", "a_trainee_signs_nothing_off_alone"),
    ("notDecided", "tests/sampling.rs", "only_decided_rows_can_be_sampled"),
    ("notYourSample", "tests/sampling.rs", "another_iv_cannot_close_an_action_of_the_sample"),
    (
        "sampleSigned",
        "tests/sampling.rs",
        "a_sampling_record_is_signed_only_when_everything_is_judged_and_closed",
    ),
    (
        "sampleOpen",
        "tests/sampling.rs",
        "a_comment_on_a_decision_that_changed_has_to_be_made_again_before_signing",
    ),
    ("actionState", "tests/sampling.rs", "an_action_is_answered_by_the_assessor_and_closed_by_the_iv"),
    ("nothingToUndo", "tests/undo.rs", "a_copied_centre_file_undoes_nothing_of_the_other_machine"),
    ("notNextToUndo", "tests/undo.rs", "undo_beside_a_deed_takes_back_that_deed_and_no_other"),
    ("cannotUndo", "tests/gates.rs", "a_declaration_is_undone_and_done_again_until_it_is_signed_over"),
    (
        "wrongPassword",
        "tests/assess.rs",
        "a_signature_needs_the_right_password_and_a_wrong_one_leaves_no_trace",
    ),
    (
        "noPassword",
        "tests/assess.rs",
        "a_signing_password_has_eight_characters_or_more_and_a_new_one_makes_a_new_key",
    ),
    (
        "passwordTooShort",
        "tests/assess.rs",
        "a_signing_password_has_eight_characters_or_more_and_a_new_one_makes_a_new_key",
    ),
    ("newerEntries", "tests/gates.rs", "entries_of_a_newer_program_shut_everything_and_say_so"),
    (
        "newerEntries",
        "tests/claims.rs",
        "a_release_is_refused_of_a_withdrawn_unit_and_while_a_newer_program_has_written",
    ),
    ("notExact", "tests/links.rs", "an_exact_link_says_nothing_of_what_a_side_asks_beyond_the_other"),
    ("linkWithinUnit", "tests/links.rs", "a_link_is_stated_changed_and_given_up_by_a_person_with_a_reason"),
    ("namesakeUntold", "tests/bad_input.rs", "two_learners_of_one_name_are_told_apart_in_every_list"),
    ("alreadyThere", "tests/decisions.rs", "phrases_are_kept_by_the_centre_and_counted_by_what_was_written"),
    ("nothingToDo", "tests/versions.rs", "an_item_without_a_newer_version_says_what_is_the_matter_with_it"),
    (
        "unitTextInDispute",
        "tests/standards.rs",
        "two_desks_that_bring_the_same_standard_in_have_one_and_merge_their_links",
    ),
    ("notTheNext", "tests/unit_library.rs", "a_text_of_a_known_unit_must_say_what_it_follows"),
    ("textMovedOn", "tests/unit_library.rs", "a_saved_change_is_a_new_revision_and_the_text_before_stays"),
    ("rowsOfAnother", "tests/unit_library.rs", "a_copy_of_a_unit_never_shares_its_criteria"),
    (
        "standardIsNoUnit",
        "tests/standards.rs",
        "a_standard_comes_from_json_or_a_table_and_its_next_issue_follows_it",
    ),
    (
        "linkWithoutUnit",
        "tests/standards.rs",
        "a_link_to_a_point_is_in_dispute_or_out_of_date_and_then_no_reason",
    ),
    ("notYourSignature", "tests/papers.rs", "a_signature_that_found_no_paper_waits_and_is_put_into_it_later"),
    (
        "notTheBoards",
        "tests/boards.rs",
        "a_person_confirms_one_very_text_against_a_document_and_takes_it_back_with_a_reason",
    ),
    (
        "sharedRows",
        "tests/forgery.rs",
        "a_text_that_gives_another_units_criteria_to_a_unit_of_its_own_is_refused_and_nothing_of_it_stays",
    ),
    (
        "notTheirUnit",
        "tests/assess.rs",
        "a_unit_that_the_learner_lacks_is_another_mistake_than_one_that_does_not_exist",
    ),
    ("noReplacement", "tests/resubmission.rs", "what_cannot_be_a_resubmission_is_refused"),
    ("readOnly", "tests/roles.rs", "a_visitor_looks_at_everything_and_changes_nothing"),
    ("notHere", "tests/roles.rs", "who_no_longer_works_here_signs_nothing_more_and_is_never_removed"),
    (
        "lastAdministrator",
        "tests/roles.rs",
        "people_are_the_administrators_to_record_once_there_is_one_and_one_always_stays",
    ),
    (
        "rolesContradict",
        "tests/roles.rs",
        "roles_that_contradict_and_countersigners_who_cannot_be_one_are_refused",
    ),
    (
        "passwordInForce",
        "tests/roles.rs",
        "a_signing_password_is_changed_with_the_one_in_force_and_a_forgotten_one_is_ended_by_the_administrator",
    ),
    ("personInDispute", "tests/roles.rs", "nothing_is_signed_under_two_names_and_a_change_says_which_holds"),
    ("rplUnsupported", "tests/assess.rs", "rpl_says_of_what_earlier_learning_or_relies_on_evidence"),
    ("keyElsewhere", "tests/roles.rs", "a_password_changed_at_one_desk_leaves_the_other_with_one_of_its_own"),
    (
        "keyNotVouched",
        "tests/roles.rs",
        "a_first_password_set_at_both_desks_waits_for_an_administrator_at_one_and_then_both_exchange_again",
    ),
    ("keyOfAnother", "tests/forgery.rs", "nobody_replaces_anothers_key_in_passing_nor_takes_it"),
    (
        "endingNotSigned",
        "tests/roles.rs",
        "an_end_that_nobody_signed_is_taken_in_once_an_administrator_here_has_ended_that_password_too",
    ),
    (
        "endingUnsigned",
        "tests/roles.rs",
        "a_signing_password_is_changed_with_the_one_in_force_and_a_forgotten_one_is_ended_by_the_administrator",
    ),
    (
        "peopleNotSigned",
        "tests/forgery/stated.rs",
        "people_whom_nobody_signed_are_taken_in_once_an_administrator_has_saved_them_again_there",
    ),
    (
        "rootNotSigned",
        "tests/forgery/stated.rs",
        "a_root_that_nobody_signed_is_taken_in_once_an_administrator_has_made_another_there",
    ),
    (
        "statementUnsigned",
        "tests/forgery/stated.rs",
        "an_administrator_with_a_signing_password_signs_what_she_records_of_people",
    ),
    (
        "keyNotKnown",
        "tests/roles.rs",
        "a_history_signed_with_a_password_that_is_not_known_yet_asks_for_the_whole_of_that_desk",
    ),
    (
        "noKeyToEnd",
        "tests/roles.rs",
        "a_signing_password_is_changed_with_the_one_in_force_and_a_forgotten_one_is_ended_by_the_administrator",
    ),
    (
        "nothingToCountersign",
        "tests/roles.rs",
        "a_trainees_decisions_are_signed_off_only_once_somebody_qualified_has_countersigned_them",
    ),
    ("ownCountersignature", "tests/roles.rs", "nobody_countersigns_themselves_nor_as_a_trainee"),
    ("sampleState", "tests/roles.rs", "a_trainees_sampling_record_verifies_only_once_it_is_countersigned"),
    (
        "notReleasable",
        "tests/claims.rs",
        "a_release_is_by_a_qualified_iv_who_had_no_part_in_the_decisions_and_holds_for_one_sign_off",
    ),
    ("notReleasable", "tests/claims.rs", "a_release_is_refused_of_a_sign_off_that_no_longer_holds"),
    (
        "notClaimable",
        "tests/claims.rs",
        "a_claim_of_a_whole_qualification_is_refused_while_its_rules_are_not_met",
    ),
    ("foreignKey", "tests/certificates.rs", "a_key_that_cannot_sign_here_is_refused_and_nothing_changes"),
    ("noRoot", "tests/certificates.rs", "a_root_is_an_administrators_and_issues_for_everybody_who_signs"),
    ("nothingSigned", "tests/inked.rs", "a_page_belongs_to_a_sign_off_and_is_a_whole_scan"),
    ("nothingSigned", "tests/gates.rs", "what_nobody_signed_is_not_reopened_nor_printed_as_signed"),
    (
        "nothingDecided",
        "tests/print.rs",
        "a_record_of_decisions_of_nobody_s_work_is_refused_with_the_way_out",
    ),
    (
        "paperElsewhere",
        "tests/papers.rs",
        "a_signed_paper_that_lies_on_another_machine_is_said_to_and_nothing_is_written",
    ),
    (
        "paperLiesElsewhere",
        "tests/roles.rs",
        "a_paper_that_lies_on_another_computer_is_said_to_be_signed_there_and_not_here",
    ),
    ("noPaperOfIv", "tests/gates.rs", "what_nobody_signed_is_not_reopened_nor_printed_as_signed"),
    (
        "signOffStands",
        "tests/gates.rs",
        "a_sign_off_that_was_opened_again_is_drawn_as_it_was_signed_and_says_superseded",
    ),
    ("pageTooEarly", "tests/inked.rs", "a_page_belongs_to_a_sign_off_and_is_a_whole_scan"),
    ("ownRedactedCopy", "tests/details.rs", "every_detail_is_recorded_shown_and_taken_back"),
    (
        "referenceRequired",
        "tests/claims.rs",
        "a_claim_has_a_batch_and_a_date_between_the_verification_and_today",
    ),
    ("referenceRequired", "tests/claims.rs", "a_certificate_is_of_a_claim_and_stands_once"),
    ("unsafeFolder", "tests/bad_input.rs", "evidence_and_centre_file_never_lie_in_one_folder"),
    ("noPicture", "tests/pictures.rs", "a_file_that_is_no_picture_is_named_and_nothing_changes"),
    (
        "logoElsewhere",
        "tests/pictures.rs",
        "a_signed_paper_asks_for_the_logo_where_only_the_learners_history_came",
    ),
    ("noSpecimen", "tests/pictures.rs", "a_specimen_is_set_by_whom_it_belongs_to_or_an_administrator"),
    ("notYourSpecimen", "tests/pictures.rs", "a_specimen_is_set_by_whom_it_belongs_to_or_an_administrator"),
    ("noScan", "tests/inked.rs", "a_page_belongs_to_a_sign_off_and_is_a_whole_scan"),
    (
        "pageElsewhere",
        "tests/act_by_act/inked.rs",
        "attach_and_nothing_show_the_page_on_both_and_its_copy_on_one",
    ),
    ("unitClaimed", "tests/claims.rs", "what_was_claimed_is_not_reopened_until_the_claim_is_taken_back"),
    ("notCertifiable", "tests/claims.rs", "a_certificate_is_of_a_claim_and_stands_once"),
    ("cannotTakeBack", "tests/claims.rs", "what_was_claimed_is_not_reopened_until_the_claim_is_taken_back"),
    ("cannotTakeBack", "tests/claims.rs", "a_certificate_is_of_a_claim_and_stands_once"),
];

/// The gates of sign-off, by their stable names.
const GATES: &[Held] = &[
    (
        "everyCriterionMet",
        "tests/gates.rs",
        "every_criterion_that_is_not_achieved_is_named_with_how_it_stands",
    ),
    ("everyOutcomeMet", "tests/assess.rs", "an_outcome_without_a_criterion_is_decided_in_its_own_row"),
    ("nothingInDispute", "tests/gates.rs", "a_dispute_shuts_its_gate_and_leads_to_the_criterion"),
    (
        "decisionsRest",
        "tests/assess.rs",
        "a_changed_file_blocks_until_its_new_version_is_accepted_and_judged",
    ),
    ("linksConfirmed", "tests/unit_library.rs", "a_confirmed_link_was_made_for_the_words_in_force"),
    (
        "certificatesNamed",
        "tests/gates.rs",
        "a_credit_transfer_without_its_certificate_that_came_from_elsewhere_is_not_signed",
    ),
    (
        "itemsNotInDispute",
        "tests/act_by_act/details.rs",
        "what_is_printed_of_an_item_and_in_dispute_is_printed_both_ways_and_not_signed",
    ),
    (
        "factsNotInDispute",
        "tests/act_by_act/signed.rs",
        "what_two_desks_typed_differently_of_the_learner_is_not_signed_until_somebody_says_which_holds",
    ),
    (
        "filesAsRecorded",
        "tests/assess.rs",
        "a_changed_file_blocks_until_its_new_version_is_accepted_and_judged",
    ),
    (
        "countersigned",
        "tests/roles.rs",
        "a_trainees_decisions_are_signed_off_only_once_somebody_qualified_has_countersigned_them",
    ),
    ("learnerDeclared", "tests/gates.rs", "a_declaration_is_undone_and_done_again_until_it_is_signed_over"),
    ("evidenceCurrent", "tests/due.rs", "evidence_that_is_too_old_is_a_warning_with_a_way_to_the_item"),
    ("placesGiven", "tests/assess.rs", "a_link_without_a_place_is_a_warning_that_does_not_block"),
    ("actionsClosed", "tests/gates.rs", "an_open_action_of_an_iv_is_a_warning_until_it_is_closed"),
    ("nothingNewer", "tests/gates.rs", "entries_of_a_newer_program_shut_everything_and_say_so"),
    (
        "unitNotInDispute",
        "tests/act_by_act.rs",
        "reissue_and_reissue_to_different_texts_are_in_dispute_until_somebody_moves_the_learner_again",
    ),
    ("notWithdrawn", "tests/gates.rs", "a_withdrawn_unit_is_shut_and_leads_to_itself"),
];

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    fs::read_to_string(root.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Every refusal: the compiler holds that `Refusal::code` names one for each, so the names are read from there; what else is
/// refused is sorted so where failures are made of errors.
fn refusals() -> Vec<String> {
    let source = read("src-tauri/portfolio/src/error.rs");
    let from = source.find("pub const fn code(&self)").expect("Refusal::code");
    let body = &source[from..from + source[from..].find("\n    }\n").expect("its end")];
    let name = |line: &str| Some(line.split_once("=> \"")?.1.split_once('"')?.0.to_owned());
    let sorted =
        &source[source.find("impl From<Error> for Failure").expect("where errors become failures")..];
    let refused = sorted.split("Error::").filter(|arm| arm.contains("Sort::Refused"));
    let of_errors = refused.filter_map(|arm| Some(arm.split_once("(\"")?.1.split_once('"')?.0.to_owned()));
    body.lines().filter_map(name).chain(of_errors).collect()
}

/// The text of a test, from its name to the brace that closes it.
fn body(file: &str, test: &str) -> Option<String> {
    let source = read(file);
    let at = source.find(&format!("fn {test}("))?;
    let line = source[..at].rfind('\n').map_or(0, |n| n + 1);
    let indent = &source[line..at];
    if !source[..line].trim_end().ends_with("#[test]") {
        return None;
    }
    let end = source[at..].find(&format!("\n{indent}}}"))?;
    Some(source[at..at + end].to_owned())
}

/// What is wrong with a table of what must be held.
fn faults(wanted: &[String], held: &[Held]) -> Vec<String> {
    let mut faults = Vec::new();
    let named: BTreeSet<&str> = held.iter().map(|(name, ..)| *name).collect();
    for name in wanted.iter().filter(|name| !named.contains(name.as_str())) {
        faults.push(format!("{name} has no test"));
    }
    for (name, file, test) in held {
        if !wanted.iter().any(|one| one == name) {
            faults.push(format!("{name} is no longer refused by that name"));
            continue;
        }
        match body(file, test) {
            None => faults.push(format!("{name}: {file} has no test {test}")),
            Some(body) if !without_comments(&body).contains(&format!("\"{name}\"")) => {
                faults.push(format!("{name}: {test} does not speak of it"));
            }
            Some(_) => {}
        }
    }
    faults
}

#[test]
fn every_refusal_has_a_test_that_names_it() {
    let wanted = refusals();
    assert!(wanted.len() > 30, "the names of the refusals were not found: {wanted:?}");
    let faults = faults(&wanted, REFUSALS);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_gate_has_a_test_that_names_it() {
    let wanted: Vec<String> = Gate::ALL.iter().map(|gate| gate.name().to_owned()).collect();
    let faults = faults(&wanted, GATES);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_refusal_or_test_that_is_missing_is_found() {
    let wanted = ["reasonRequired".to_owned(), "neverHeardOf".to_owned()];
    let held = [("reasonRequired", "tests/refusals.rs", "no_such_test"), ("gone", "tests/refusals.rs", "x")];
    assert_eq!(
        faults(&wanted, &held),
        [
            "neverHeardOf has no test",
            "reasonRequired: tests/refusals.rs has no test no_such_test",
            "gone is no longer refused by that name",
        ]
    );
    let silent = [("certificatesNamed", "tests/refusals.rs", "every_gate_has_a_test_that_names_it")];
    assert_eq!(faults(&["certificatesNamed".to_owned()], &silent).len(), 1);
}
