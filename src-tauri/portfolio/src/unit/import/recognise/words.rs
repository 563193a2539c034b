//! Words as the trade uses them: how a learning outcome or a criterion begins, and texts made comparable.
//! Refuses to know documents and units.

use std::collections::HashSet;
use std::sync::LazyLock;

/// First words of outcomes and criteria in the imperative, in the stem that [`is_verb`] compares.
const VERBS: &str = "access account achieve act adapt adhere adjust administer advise agree allocate analyse analyze answer apply \
appraise appreciate arrange articulate assemble assess assign assist attend audit balance brief build calculate calibrate \
carry categorise challenge change check choose clarify classify clean close coach collaborate collate collect combine \
communicate compare compile complete comply compose conduct confirm connect consider construct consult contribute control \
convert cook coordinate co-ordinate copy correct create critically critique cut deal debate decide define delegate deliver \
demonstrate describe design detail detect determine develop devise diagnose differentiate direct discuss display dispose \
distinguish document draft draw edit elicit employ empower enable encourage engage enhance ensure establish estimate \
evaluate examine execute exhibit experiment explain explore express facilitate file find finish fit follow formulate fulfil \
gain gather generate get give greet group guide handle help highlight hold identify illustrate implement improve indicate \
influence inform initiate inspect inspire install instruct integrate interact interpret investigate invite isolate issue \
judge justify keep know label lay lead learn liaise lift list listen load locate log maintain make manage map mark match \
measure meet mentor minimise mix mobilise model modify monitor motivate move name negotiate network note obtain observe \
offer operate order organise organize outline oversee pack participate perform place plan position practise practice \
prepare present prevent prioritise process procure produce program promote propose protect provide publish put question \
raise react read recall receive recognise recognize recommend reconcile record recover recruit reduce refer reflect \
register relate release remove repair replace reply report represent request research resolve respect respond restore \
retrieve review revise role-play sanitise schedule search secure select sell send serve set share show shut signpost sketch \
solve sort source specify start state stock store study submit suggest summarise supervise supply support survey sustain \
take teach test tidy trace track train transfer transport treat try turn understand undertake update uphold use utilise \
advertise aid align amend anticipate appoint approve assure attach authorise award bake bond book boost brush buy calm cancel care \
cast cater celebrate chair charge clear clip coat colour comfort commission commit conclude confront connect conserve cool cope cost count cover \
cultivate cure dance debug decline decorate decrease defend define deploy deposit derive despatch dispatch disassemble discharge dismantle \
dispense distribute divide dress drill drive dry earn edit eliminate embed embrace encrypt enforce enquire enrol enter erect escort expand extract \
face fasten feed fell fill film filter fix fold forecast form frame fry fuel fund furnish gown grade grill grind grow grout harvest heat hang hoist \
import export incorporate increase inflate insert insulate integrate interview introduce invest iron join joint jointly jack keep \
launch laminate lay level light limit link lock look lubricate machine mail manufacture market mask master merge migrate mitigate \
mould mount mow navigate neutralise nominate notice nurture open oppose overcome own package paint paste perfect persuade photograph \
pick pipe pitch plant plaster plumb polish portion pour predict preserve press price print prioritise probe program project prompt prove \
prune pull pump purchase push qualify quantify quote reach rank rate rebuild recharge reclaim recycle redesign refine refuel refurbish refuse \
regulate rehearse reinforce reject relay relieve rely remedy remember render renew rent reorder repeat replenish rescue reserve reset resist \
reset restock restrain resume retain retrain return reuse revisit reward rig rinse risk roll rotate route run sample sand save scan score seal \
seat season separate service sew shampoo shape sharpen ship shoot sign simulate site size slice soften spray spread stack staff stand standardise \
steer sterilise stitch stop straighten strip structure style substitute suit surface suspend sweep switch synthesise tailor tally talk target \
tell tender terminate thank think tie tighten time top total trade translate trim troubleshoot tune type uncover undergo uninstall unload unlock \
unpack upgrade upload utilise vacuum validate value verify visit wash wear weigh welcome work write \
align anchor backfill backflush bathe bend bleed calm carve chop clamp coil comb crimp crop deploy dig drape dye earth excavate feather flash \
fumigate garnish glaze glue graft grease groom halter hammer heel hem hew hitch knead knit knot lash lather lubricate mend moor mop mulch nail \
notch oil park patrol pave peel pin plane plough press prime probe rack rake reassure reel refit repot ring rivet rout rub rule saddle saw \
scrub shear shred sift slice solder sow splice square stake steam stir strain string strop sweeten swim tack tape taper tether thread \
tow true turf turn twist unhitch vent varnish water wax weed weave weld wet whip wind wipe wire wrap \
abrade abseil acclimatise accompany acknowledge acquire activate add address aerate agitate alert allow alter \
amplify annotate apportion ascertain ask assimilate assort authenticate avoid bag bale bandage barbecue batten \
beat belay bevel bid bind bisect blanch blast bleach blend blind block blow boil bolt borrow brace braid braise \
brake break breed brew bring broadcast broaden buckle buff bundle burn burnish bury buttress camber capture \
caulk caution certify chamfer chase chill chip chisel churn circulate clad cleanse clench climb clone cohere \
compact compensate compost compress conceal counsel countersink crush cube curl dampen darn decant \
decontaminate deepen deflate defrost defuse degrease dehumidify delay demolish demount denote depart descale \
descend deskill detach detain deter dice digest dilute dim dip disable disarm discard disclose disconnect \
discount disinfect dislodge disperse dissolve divert dock dowel download drain dredge drop dub duplicate ease \
embalm embellish emboss embroider empty emulsify encapsulate enclose endorse engrave enlarge enlist enrich \
ensile entertain enthuse envisage equalise equip eradicate escalate etch evacuate exchange exclude exfoliate \
exhale expel expose extend extinguish extrude fabricate fade familiarise farrow fetch fettle fillet finalise \
flatten fledge flex flip float flush fly forage forge forward foster fray freeze freshen froth furl fuse gauge \
gild grant graze handover harden harness harrow hatch haul heal hear hide hone hook hose humidify hydrate ignite \
immerse immobilise impart impose impress improvise incubate indent infer inject inoculate inscribe instil \
intercept interlock intervene invent invert invoice involve irrigate itemise jump kick knock lag lance lap \
launder liquefy loosen lop lower lure magnify manicure marinate massage memorise microwave mime mince mingle \
moderate moisten moisturise neaten neuter orientate originate overhaul overlap overlay pad paddle pare \
pasteurise patch pause pay pedal perforate personalise pickle pinch pivot plait pluck plug poach \
poise pot pound precipitate preheat preside pretreat prick proceed prod propagate propel prospect puree purify \
pursue quarantine quench queue quilt rally ream reap reapply rear reassemble reassess rebalance rebook rebut \
recap recite reclassify recline reconnect reconstruct redraft redress reef refill refinish reflow refrain \
refresh refrigerate regain reheat reinstate relabel relax relocate remind remould remount renovate repay repel \
rephrase repoint reposition reprocess reprove requisition resaddle reseal resize restart restate restuff \
resupply resurface retell retie retract retrofit revalidate reverse revive rewind rewire rewrite ride roast \
rouse satisfy scaffold scald scarify scatter scoop scour scrap scrape screed screw scuff sculpt secrete sediment \
segregate sensitise sequence settle sheath shelve shield shim shorten shout shovel shuck shunt shutter shuttle \
sieve simmer singe sink siphon skim slake slaughter sling smooth snip soak socket soothe span spawn speak speed \
spell spin sponge spoon squeeze stabilise stamp starch stash steady steep stencil stiffen stimulate stoke stow \
strap stretch stuff subdivide subdue subtract superglue suppress surround suture swab swaddle swap tag \
tamp tap tarmac taste tattoo tease telephone temper tension thatch thaw thicken thin throw tick tilt tint \
transcode transcribe transform transmit transpose trawl triage trowel truss tuck tumble tutor tweeze unblock \
unclog undo unfold unhook unify unite unpick unplug unroll unwrap upcycle upholster uproot vaccinate vaporise \
vary veneer vet vibrate vote wade wake walk warm warn waterproof wean whisk whiten widen wield win winch winnow \
withdraw wrangle wring";

static VERB_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| VERBS.split(' ').collect());
static SMALL_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| SMALL.split(' ').collect());

/// Whether a word is a verb with which outcomes and criteria begin.
#[must_use]
pub fn is_verb(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    VERB_SET.contains(word.as_str())
}

/// Whether a text begins as an outcome or a criterion does: a verb, "be able to", "how to" is not enough.
#[must_use]
pub fn begins_with_verb(text: &str) -> bool {
    // "I can make tea": so the youngest learners read it.
    let lower = lower_start(text, 20);
    let own = [
        "i can ",
        "you can ",
        "can ",
        "the learner can ",
        "the learner will ",
        "learners can ",
        "learners will ",
    ]
    .iter()
    .find(|start| lower.starts_with(*start))
    .and_then(|start| text.get(start.len()..));
    let mut words = own.unwrap_or(text).split_whitespace();
    let Some(first) = words.next() else { return false };
    if first.eq_ignore_ascii_case("be") {
        return words.next().is_some_and(|w| w.eq_ignore_ascii_case("able"));
    }
    let second = words.next();
    let adverb = first.len() > 4 && first.to_lowercase().ends_with("ly");
    is_verb(first)
        || (adverb && second.is_some_and(is_verb))
        || second.is_some_and(|second| commands(first, second))
}

/// Words that open no imperative: they join, point or ask.
const SMALL: &str = "a about above according across after against all along although among an and any are around as at be because before behind \
below beneath beside between both but by can could despite do does during each either every except for from had has have he her here his how i if in \
inside instead into is it its just like many may more most must my near neither no nor not of off on once one only onto or other our out outside \
over own per plus rather shall she should since so some such than that the their them then there these they this those though through throughout \
to too toward towards two under unless until up upon us was we were what when where whereas whether which while who whose why will with within \
without would yet you your";

/// Whether a word only joins or points.
#[must_use]
pub fn is_small(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    SMALL_SET.contains(word.as_str())
}

/// A word that no list knows, before "the", "a", "how": an imperative of some trade.
fn commands(first: &str, second: &str) -> bool {
    const AFTER: [&str; 12] =
        ["the", "a", "an", "how", "why", "what", "which", "when", "whether", "own", "each", "any"];
    const ENDS: [&str; 10] = ["ing", "ed", "ion", "ness", "ment", "ity", "ers", "ally", "less", "ble"];
    let word = first.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let plain = word.len() > 2 && word.chars().all(|c| c.is_alphabetic() || c == '-');
    let noun = word.ends_with('s') && !word.ends_with("ss") || ENDS.iter().any(|end| word.ends_with(end));
    plain && !noun && !is_small(&word) && AFTER.contains(&second.to_lowercase().as_str())
}

/// Whether words open in the middle of a sentence: "and", "of the", "which".
#[must_use]
pub fn begins_within(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|first| is_small(first) && begins_lower(text))
}

/// Whether a text begins as an outcome does and a criterion seldom: "Understand …", "Be able to …", "Know …".
#[must_use]
pub fn begins_as_outcome(text: &str) -> bool {
    let lower = lower_start(text, 24);
    [
        "understand ",
        "be able to ",
        "know ",
        "know,",
        "the learner will ",
        "learners will ",
        "appreciate ",
        "have knowledge ",
        "have an understanding",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
}

/// The first characters in lower case.
fn lower_start(text: &str, most: usize) -> String {
    text.chars().take(most).flat_map(char::to_lowercase).collect()
}

/// Words and numbers alone, in lower case, one space between: for comparing headings and labels.
#[must_use]
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if c == '&' {
            out.push_str(" and ");
        } else if matches!(c, '\'' | '\u{2019}') {
            // "learner's" and "learners" are one word in a heading.
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// White space made single; soft hyphens, zero-width characters, ligatures and Markdown's bold type taken out.
#[must_use]
pub fn tidy(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{fe0f}' => {}
            'ﬀ' => kept.push_str("ff"),
            'ﬁ' => kept.push_str("fi"),
            'ﬂ' => kept.push_str("fl"),
            'ﬃ' => kept.push_str("ffi"),
            'ﬄ' => kept.push_str("ffl"),
            other => kept.push(other),
        }
    }
    // Bold type in Markdown.
    let kept = kept.replace("**", "").replace("__", if kept.contains("___") { "__" } else { "" });
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes a bullet or an emoji from the front; true where there was one.
#[must_use]
pub fn without_bullet(text: &str) -> (bool, &str) {
    const GLYPHS: &str = "»›→⇒▸✱✲✳❑❒❏⚫⚪⬤¤•·●○◦▪■□▫‣⁃∙➢➤►▶✓✔☐☑❖◆◇\u{f0b7}\u{f0a7}\u{f0d8}\u{f0fc}\u{2023}";
    let text = text.trim_start();
    for ticked in ["[ ]", "[x]", "[X]", "[]", "( )"] {
        if let Some(rest) = text.strip_prefix(ticked) {
            return (true, rest.trim_start());
        }
    }
    let rest = text.trim_start_matches(|c: char| GLYPHS.contains(c) || is_pictograph(c));
    if rest.len() < text.len() {
        return (true, rest.trim_start());
    }
    let mut chars = text.chars();
    let dash = chars.next().is_some_and(|c| matches!(c, '-' | '–' | '—' | '*' | 'o' | '+'));
    let rest = chars.as_str();
    if dash && rest.starts_with([' ', '\t']) && !rest.trim().is_empty() {
        let rest = rest.trim_start();
        let ticked = ["[ ]", "[x]", "[X]", "[]"].iter().find_map(|tick| rest.strip_prefix(tick));
        return (true, ticked.map_or(rest, str::trim_start));
    }
    (false, text)
}

fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c), 0x1F300..=0x1FAFF | 0x2700..=0x27BF)
}

/// Adds a line to a text: one space between, a hyphen at a line's end kept as it is.
pub fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

/// Whether the text's last character ends a sentence or a clause.
#[must_use]
pub fn ended(text: &str) -> bool {
    text.trim_end().ends_with(['.', ';', ':', '!', '?'])
}

/// Whether the first letter is a lower-case one.
#[must_use]
pub fn begins_lower(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
        && text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '(' | '\'' | '"' | '‘' | '“'))
}

/// Number of words.
#[must_use]
pub fn count(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_begin_with_verbs() {
        for (text, want) in [
            ("plan customer service operations", true),
            ("Be able to work safely", true),
            ("critically evaluate a plan", true),
            ("organise and control operations", true),
            ("how to plan", false),
            ("backstitch the hem", true),
            ("under the hem", false),
            ("Stitching the hem", false),
            ("The board's policy", false),
            ("", false),
        ] {
            assert_eq!(begins_with_verb(text), want, "{text}");
        }
    }

    #[test]
    fn bullets_come_off() {
        for (text, want) in [
            ("• keep records", (true, "keep records")),
            ("- keep records", (true, "keep records")),
            ("💡Use a diary", (true, "Use a diary")),
            ("o keep records", (true, "keep records")),
            ("on time", (false, "on time")),
            ("- ", (false, "- ")),
        ] {
            assert_eq!(without_bullet(text), want, "{text}");
        }
    }

    #[test]
    fn keys_hold_words_alone() {
        assert_eq!(key("  Assessment criteria – The learner can: "), "assessment criteria the learner can");
        assert_eq!(key("Common Misconceptions & Mistakes"), "common misconceptions and mistakes");
    }
}
