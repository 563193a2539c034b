//! A unit of each board by hand in the real window, from the empty program to the certificate: the centre, the people, the unit
//! out of its file, the learner with a folder, links, decisions, what stands in the way by its name, signatures, sample, claim.
//! With `PORTFOLIO_SCREENS_DIR` set pictures are written there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

use std::fs;
use std::path::{Path, PathBuf};

use journeys::desk::Desk;
use journeys::hands::{hire, id, no_program_dates, picture, sit};
use journeys::people::{each, pick, text};
use journeys::sample::{PASSWORD, say};
use journeys::window::Window;
use serde_json::{Value, json};

/// A board's unit and how its way differs.
struct Board {
    file: &'static str,
    board: &'static str,
    /// How the file names it in full.
    full: &'static str,
    /// Who decides is a trainee, and the IV releases the unit as not sampled.
    trainee: bool,
}

const PEARSON: Board = Board {
    file: "line-breaks-within-cells.docx",
    board: "Pearson",
    full: "Pearson Education Ltd",
    trainee: true,
};
const OCR: Board = Board {
    file: "ocr-table-without-rules.pdf",
    board: "OCR",
    full: "Oxford Cambridge and RSA Examinations",
    trainee: false,
};

const LEARNER: &str = "Rowan Hartley";
const EVIDENCE: [&str; 3] = ["Observation.txt", "Work log.csv", "Statement.txt"];

/// One window on the way.
struct Way {
    window: Window,
    board: &'static Board,
    learner: String,
    unit: String,
    people: Value,
}

#[tokio::test]
async fn a_trainees_unit_of_pearson_goes_to_the_certificate() {
    goes_the_whole_way(&PEARSON).await;
}

#[tokio::test]
async fn a_unit_of_ocr_goes_to_the_certificate() {
    goes_the_whole_way(&OCR).await;
}

async fn goes_the_whole_way(board: &'static Board) {
    let Some(desk) = Desk::start() else { return };
    let window = desk.at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await;
    window.resize(1400, 900).await;
    let people = founds_a_centre(&window, board).await;
    let handle = takes_a_unit(&desk, &window, board).await;
    let (learner, unit) = takes_a_learner(&desk, &window, &handle).await;
    let way = Way { window, board, learner, unit, people };
    way.maps_and_decides().await;
    way.signs().await;
    way.is_verified().await;
    way.is_claimed().await;
    way.shows_its_papers().await;
    way.window.close().await;
}

/// The first screen asks for the centre and for whoever sits there; the others are hired in the settings.
async fn founds_a_centre(window: &Window, board: &Board) -> Value {
    window.type_text("[data-test=start-centre-name]", "Northgate College").await;
    window.type_text("[data-test=start-centre-number]", "12345").await;
    window.click("[data-test=start-centre-make]").await;
    window.type_text("[data-test=start-person-name]", "Ada Okafor").await;
    window.type_text("[data-test=start-person-password]", PASSWORD).await;
    window.type_text("[data-test=start-person-repeat]", PASSWORD).await;
    picture(window, &format!("certificate-{}-start", board.board)).await;
    window.click("[data-test=start-person-make]").await;
    window.find("[data-test=start-choose-folder]").await;
    window.go("settings").await;
    hire(window, "Ben King", "iv", "").await;
    if board.trainee {
        let ada = id(&say(window, "person.list", json!({})).await, "Ada Okafor");
        hire(window, "Tia Lund", "traineeAssessor", &ada).await;
    }
    hire(window, "May Poole", "administrator", "").await;
    say(window, "person.list", json!({})).await
}

/// The unit is read out of its file, and a person confirms that it is the board's own text.
async fn takes_a_unit(desk: &Desk, window: &Window, board: &Board) -> String {
    window.go("units").await;
    let before: Vec<String> =
        each(&say(window, "unit.list", json!({})).await).map(|unit| text(&unit["handle"])).collect();
    window.click("[data-test=unit-import]").await;
    desk.will_pick(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/unit-texts/corpus/tuned").join(board.file),
    );
    window.click("[data-test=import-open]").await;
    window.find("[data-test=import-panel][data-step=review]").await;
    let named = window.script("return document.querySelector('[data-test=facts-board]').value", vec![]).await;
    assert!(named.as_str() == Some(board.full), "the board is recognised: {named}");
    window.find("[data-test=facts-source]").await.select_by_value("awarding-organisation").await.unwrap();
    picture(window, &format!("certificate-{}-import", board.board)).await;
    window.click("[data-test=import-next]").await;
    window.click("[data-test=import-save]").await;
    window.click("[data-test=import-show]").await;
    window.find("[data-test=unit-detail]").await;
    window.click("[data-test=unit-confirm]:enabled").await;
    window.type_text("[data-test=confirm-source]", "Specification, Issue 3, page 41").await;
    picture(window, &format!("certificate-{}-confirm", board.board)).await;
    window.click("[data-test=confirm-save]").await;
    window.find("[data-test=unit-unconfirm]").await;
    no_program_dates(window).await;
    let list = say(window, "unit.list", json!({})).await;
    let new = each(&list).find(|unit| !before.contains(&text(&unit["handle"]))).unwrap();
    assert_eq!(new["indicative"], false, "{new}");
    text(&new["handle"])
}

/// A learner with a folder of evidence; the files get numbers as they are mapped.
async fn takes_a_learner(desk: &Desk, window: &Window, handle: &str) -> (String, String) {
    let folder: PathBuf = desk.home().join("evidence");
    fs::create_dir(&folder).unwrap();
    for name in EVIDENCE {
        fs::write(
            folder.join(name),
            format!("{name}\n\nWhat was done on the day.\n\nAnd what came of it.\n"),
        )
        .unwrap();
    }
    window.go("caseload").await;
    window.click("[data-test=start-choose-folder]").await;
    window.type_text("[data-test=learner-name]", LEARNER).await;
    desk.will_pick(&folder);
    window.click("[data-test=learner-folder]").await;
    window.click(&format!("[data-test=learner-unit][data-handle='{handle}'] input")).await;
    window.click("[data-test=learner-save]").await;
    window.find("[data-test=evidence-row]").await;
    let list = say(window, "learner.list", json!({})).await;
    let learner = text(&list["learners"][0]["learner"]);
    let shown = say(window, "learner.show", json!({ "learner": learner })).await;
    (learner, text(&pick(&shown["units"], "handle", handle)["unit"]))
}

impl Way {
    fn place(&self) -> String {
        format!("{}/{}", self.learner, self.unit)
    }

    async fn sits(&self, name: &str) {
        sit(&self.window, &id(&self.people, name)).await;
    }

    fn assessor(&self) -> &'static str {
        if self.board.trainee { "Tia Lund" } else { "Ada Okafor" }
    }

    async fn codes(&self) -> Vec<String> {
        let shown = say(&self.window, "learner.show", json!({ "learner": self.learner })).await;
        let unit = pick(&shown["units"], "unit", &self.unit);
        let rows = each(&unit["outcomes"]).flat_map(|outcome| each(&outcome["rows"]));
        rows.map(|row| text(&row["code"])).collect()
    }

    /// Each criterion is mapped by keys from the file that is shown, then all are decided in one go.
    async fn maps_and_decides(&self) {
        let window = &self.window;
        window.go(&format!("portfolio/{}", self.place())).await;
        self.sits(self.assessor()).await;
        let codes = self.codes().await;
        for (at, code) in codes.iter().enumerate() {
            let show = "document.querySelectorAll('[data-test=evidence-row]')[arguments[0]].click()";
            window.script(show, vec![json!(at % EVIDENCE.len())]).await;
            window.find("[data-test=preview-place]").await;
            window.press("m").await;
            window.type_text("[data-test=picker-input]", code).await;
            window.press("Enter").await;
            window.find(&format!("[data-test=criterion-row][data-code='{code}'][data-state=mapped]")).await;
        }
        picture(window, &format!("certificate-{}-mapped", self.board.board)).await;
        window.press("Shift+d").await;
        window.click("[data-test=decide-met]").await;
        window.type_text("[data-test=decide-feedback]", "A good visit.").await;
        picture(window, &format!("certificate-{}-decide", self.board.board)).await;
        window.click("[data-test=decide-save]").await;
        for code in &codes {
            window.find(&format!("[data-test=criterion-row][data-code='{code}'][data-state=met]")).await;
        }
    }

    /// Each gate that is shut is seen by its name before it is opened.
    async fn signs(&self) {
        let window = &self.window;
        window.go(&format!("signoff/{}", self.place())).await;
        window.find("[data-test=signoff-gate][data-gate=learnerDeclared][data-passed=false]").await;
        self.sits("Ada Okafor").await;
        window.click("[data-test=gate-place][data-place=declaration]").await;
        window.type_text("[data-test=declaration-acknowledged]", "A colleague proof-read the plan.").await;
        picture(window, &format!("certificate-{}-declaration", self.board.board)).await;
        window.click("[data-test=declaration-save]").await;
        window.find("[data-test=signoff-gate][data-gate=learnerDeclared][data-passed=true]").await;
        self.is_countersigned().await;
        self.sits(self.assessor()).await;
        window.find("[data-test=signoff-password]:enabled").await;
        window.click("[data-test=signoff-vacsr]").await;
        window.type_text("[data-test=signoff-password]", PASSWORD).await;
        picture(window, &format!("certificate-{}-sign", self.board.board)).await;
        window.click("[data-test=signoff-sign]").await;
        window.find("[data-test=standing][data-status=assessed]").await;
        self.has_the_countersigners_signature().await;
        no_program_dates(window).await;
    }

    /// What a trainee decided counts once somebody qualified has looked at it.
    async fn is_countersigned(&self) {
        let window = &self.window;
        if self.board.trainee {
            window.find("[data-test=signoff-gate][data-gate=countersigned][data-passed=false]").await;
            window.type_text("[data-test=countersign-password]", PASSWORD).await;
            picture(window, "certificate-Pearson-countersign").await;
            window.click("[data-test=countersign-sign]").await;
            window.wait_gone("[data-test=countersign]").await;
        }
    }

    /// The paper takes the countersigner's signature as its second.
    async fn has_the_countersigners_signature(&self) {
        let window = &self.window;
        if self.board.trainee {
            self.sits("Ada Okafor").await;
            window.type_text("[data-test=paper-password]", PASSWORD).await;
            window.click("[data-test=paper-sign]").await;
            window.wait_gone("[data-test=paper-waits]").await;
        }
    }

    /// The IV samples Ada's unit with an action that is answered and closed; the trainee's is released as not in the plan.
    async fn is_verified(&self) {
        let window = &self.window;
        if self.board.trainee {
            self.sits("Ben King").await;
            window.click("[data-test=standing-release]:enabled").await;
            window.type_text("[data-test=standing-words]", "Outside this term's sample.").await;
            window.type_text("[data-test=standing-password]", PASSWORD).await;
            picture(window, "certificate-Pearson-release").await;
            window.click("[data-test=standing-save]").await;
        } else {
            self.is_sampled().await;
            window.go(&format!("signoff/{}", self.place())).await;
        }
        window.find("[data-test=standing][data-status=verified]").await;
        no_program_dates(window).await;
    }

    async fn is_sampled(&self) {
        let window = &self.window;
        let codes = self.codes().await;
        let [first, second, ..] = codes.as_slice() else { panic!("{codes:?}") };
        self.sits("Ben King").await;
        window.go(&format!("sampling/{}", self.place())).await;
        for code in [first, second] {
            window.click(&format!("[data-test=sampling-pick][data-code='{code}'] input")).await;
        }
        window.click("[data-test=sampling-make]").await;
        window
            .click(&format!("[data-test=sampling-row][data-code='{first}'] [data-test=finding-action]"))
            .await;
        window.type_text("[data-test=finding-reason]", "Say which log.").await;
        picture(window, "certificate-OCR-finding").await;
        window.click("[data-test=finding-save]").await;
        window.wait_gone("[data-test=finding-save]").await;
        window
            .click(&format!("[data-test=sampling-row][data-code='{second}'] [data-test=finding-agree]"))
            .await;
        window.wait_no_text(&format!("{second} not judged yet")).await;
        self.answers_and_closes_the_action().await;
    }

    async fn answers_and_closes_the_action(&self) {
        let window = &self.window;
        self.sits("Ada Okafor").await;
        window.find("[data-test=action-answer]").await;
        window.type_text("[data-test=action-note]", "The work log.").await;
        window.click("[data-test=action-answer]").await;
        self.sits("Ben King").await;
        window.find("[data-test=action-close]").await;
        window.type_text("[data-test=action-note]", "Seen.").await;
        window.click("[data-test=action-close]").await;
        window.find("[data-test=sampling-password]:enabled").await;
        window.type_text("[data-test=sampling-password]", PASSWORD).await;
        picture(window, "certificate-OCR-sample").await;
        window.click("[data-test=sampling-sign]").await;
        window.wait_gone("[data-test=sampling-sign]").await;
        no_program_dates(window).await;
    }

    /// What the claim lacks is seen by its name, put right, and then it is claimed and certificated.
    async fn is_claimed(&self) {
        let window = &self.window;
        self.sits("May Poole").await;
        for missing in ["ulnMissing", "registrationMissing", "registrationDateMissing"] {
            window.find(&format!("[data-test=obstacles] [data-obstacle={missing}]")).await;
        }
        assert!(window.find("[data-test=standing-claim]").await.attr("disabled").await.unwrap().is_some());
        picture(window, &format!("certificate-{}-obstacles", self.board.board)).await;
        let facts = json!({
            "learner": self.learner, "registrationNumber": "NG-1", "registrationDate": "2024-01-05",
        });
        say(window, "learner.change", facts).await;
        window.click("[data-test=learner-edit]").await;
        window.type_text("[data-test=facts-uln]", "9904817269").await;
        window.click("[data-test=facts-save]").await;
        window.wait_gone("[data-test=obstacles]").await;
        window.click("[data-test=standing-claim]:enabled").await;
        window.type_text("[data-test=standing-words]", "B-17").await;
        picture(window, &format!("certificate-{}-claim", self.board.board)).await;
        window.click("[data-test=standing-save]").await;
        window.find("[data-test=standing][data-status=claimed]").await;
        window.click("[data-test=standing-certificate]:enabled").await;
        window.type_text("[data-test=standing-words]", "C-2026-9").await;
        window.click("[data-test=standing-save]").await;
        window.find("[data-test=standing][data-status=certificated]").await;
        no_program_dates(window).await;
        picture(window, &format!("certificate-{}-certificated", self.board.board)).await;
    }

    /// Every kind of paper is drawn in the window, and the signed one is good.
    async fn shows_its_papers(&self) {
        let window = &self.window;
        window.go(&format!("matrix/{}", self.place())).await;
        for kind in
            ["gaps", "decisions", "evidence", "sampling", "witnesses", "claim", "whole", "matrix", "grid"]
        {
            window.click("[data-test=print]").await;
            window.click(&format!("[data-test=print-{kind}]")).await;
            if kind == "gaps" {
                picture(window, &format!("certificate-{}-print", self.board.board)).await;
            }
            window.click("[data-test=print-make]").await;
            window.wait_gone("[data-test=print-make]").await;
        }
        no_program_dates(window).await;
        let which = if self.board.trainee { "original" } else { "verified" };
        let paper = json!({ "learner": self.learner, "unit": self.unit, which: true });
        let made = say(window, "matrix.paper", paper).await;
        assert_eq!(made["paper"].as_str().map(str::len), Some(64), "a paper that was issued: {made}");
    }
}
