//! What English words mean, as numbers: words that stand in the same company have numbers alike. They travel with the program;
//! `vectors/README.md` says where they come from. Refuses to know what is compared with what.

use std::sync::LazyLock;

/// Numbers of a word.
pub const NUMBERS: usize = 64;
/// A word as numbers, of length 1; all 0 where the word is not known.
pub type Vector = [f32; NUMBERS];
/// Place among the commonest words that is taken for a word that is not in the table.
const RARE: u16 = 60_000;
/// How fast a word's weight falls the commoner it is (Arora et al. 2017, with the rank in place of the frequency).
const SMOOTH: f32 = 0.001;

/// The table: sorted words, with how common each is and its numbers.
struct Table {
    ends: &'static [u8],
    places: &'static [u8],
    numbers: &'static [u8],
    words: &'static [u8],
    count: usize,
}

static TABLE: Table = Table::of(include_bytes!("vectors/words.bin"));

impl Table {
    /// The parts of the file; `vectors/make.py` writes them in this order.
    const fn of(file: &'static [u8]) -> Self {
        let (head, rest) = file.split_at(8);
        let count = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let (ends, rest) = rest.split_at(count * 4);
        let (places, rest) = rest.split_at(count * 2);
        let (numbers, words) = rest.split_at(count * NUMBERS);
        Self { ends, places, numbers, words, count }
    }

    fn end(&self, number: usize) -> usize {
        let bytes = self.ends.get(number * 4..number * 4 + 4).and_then(|b| b.try_into().ok());
        bytes.map_or(0, |bytes| u32::from_le_bytes(bytes) as usize)
    }

    fn word(&self, number: usize) -> &'static [u8] {
        let start = if number == 0 { 0 } else { self.end(number - 1) };
        self.words.get(start..self.end(number)).unwrap_or_default()
    }

    fn find(&self, word: &str) -> Option<usize> {
        let first = pair(word.as_bytes());
        let (mut low, mut high) = (*BEGIN.get(first)?, *BEGIN.get(first + 1)?);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.word(middle).cmp(word.as_bytes()) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Its numbers as the file has them.
    fn raw(&self, number: usize) -> Vector {
        let from = number * NUMBERS;
        let bytes: Option<&[u8; NUMBERS]> =
            self.numbers.get(from..from + NUMBERS).and_then(|bytes| bytes.try_into().ok());
        let mut vector = [0.0; NUMBERS];
        let Some(bytes) = bytes else { return vector };
        // By position, here and below: pairs of iterators stay calls where a crate is built in parts, which takes threefold.
        for at in 0..NUMBERS {
            vector[at] = f32::from(i8::from_le_bytes([bytes[at]]));
        }
        vector
    }

    fn place(&self, number: usize) -> u16 {
        let bytes = self.places.get(number * 2..number * 2 + 2).and_then(|b| b.try_into().ok());
        bytes.map_or(RARE, u16::from_le_bytes)
    }
}

/// For each pair of first bytes the number of the first word that begins with them or with later ones; half of the steps of
/// looking a word up.
static BEGIN: LazyLock<Vec<usize>> = LazyLock::new(|| {
    let mut begin = Vec::with_capacity(PAIRS + 1);
    for number in 0..TABLE.count {
        begin.resize(begin.len().max(pair(TABLE.word(number)) + 1), number);
    }
    begin.resize(PAIRS + 1, TABLE.count);
    begin
});

/// How many pairs of bytes there are.
const PAIRS: usize = 1 << 16;

/// The first two bytes of a word as a number; a byte that is missing comes before all others.
fn pair(word: &[u8]) -> usize {
    let byte = |at: usize| word.get(at).map_or(0, |byte| usize::from(*byte));
    byte(0) << 8 | byte(1)
}

/// How long the numbers of each word are.
static LENGTHS: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let length = |number: usize| {
        let raw = TABLE.raw(number);
        dot(&raw, &raw).sqrt()
    };
    (0..TABLE.count).map(length).collect()
});

/// A word of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known(usize);

/// Looks a lower-case word up.
#[must_use]
pub fn find(word: &str) -> Option<Known> {
    TABLE.find(word).map(Known)
}

/// How little is to be expected of a word, from 0 for the commonest to about 1 for one that is not in the table.
#[must_use]
pub fn rare(word: Option<Known>) -> f32 {
    let place = f32::from(word.map_or(RARE, |w| TABLE.place(w.0)));
    ((place + 50.0) / 50.0).ln() / (f32::from(RARE) / 50.0).ln()
}

/// What a word counts for in the sum of a sentence: "the" next to nothing.
#[must_use]
pub fn weight(word: Known) -> f32 {
    SMOOTH / (SMOOTH + 1.0 / (f32::from(TABLE.place(word.0)) + 30.0))
}

/// The numbers of a word.
#[must_use]
pub fn vector(word: Known) -> Vector {
    let mut vector = TABLE.raw(word.0);
    divide(&mut vector, LENGTHS.get(word.0).copied().unwrap_or_default());
    vector
}

/// Adds a word's numbers so many times.
pub fn add(sum: &mut Vector, word: Known, times: f32) {
    let length = LENGTHS.get(word.0).copied().filter(|length| *length > 0.0);
    let times = length.map_or(0.0, |length| times / length);
    let raw = TABLE.raw(word.0);
    for at in 0..NUMBERS {
        sum[at] += times * raw[at];
    }
}

/// So many sentences are compared side by side: four numbers at a time, in as many sums as a processor adds up at once.
const SIDE_BY_SIDE: usize = 16;

/// Many sentences, to each of which one is compared.
#[derive(Default)]
pub struct Many {
    count: usize,
    /// The first number of so many sentences, then the second of each.
    blocks: Vec<[[f32; SIDE_BY_SIDE]; NUMBERS]>,
}

impl Many {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// One more.
    pub fn push(&mut self, vector: Vector) {
        let side = self.count % SIDE_BY_SIDE;
        if side == 0 {
            self.blocks.push([[0.0; SIDE_BY_SIDE]; NUMBERS]);
        }
        self.count += 1;
        let Some(block) = self.blocks.last_mut() else { return };
        for (row, number) in block.iter_mut().zip(vector) {
            row[side] = number;
        }
    }

    /// The numbers of one; all 0 where there are not so many.
    #[must_use]
    pub fn get(&self, at: usize) -> Vector {
        let mut vector = [0.0; NUMBERS];
        for (number, row) in vector.iter_mut().zip(self.blocks.get(at / SIDE_BY_SIDE).into_iter().flatten()) {
            *number = row[at % SIDE_BY_SIDE];
        }
        vector
    }

    /// How alike each is to `one`, into `all`.
    pub fn alike(&self, one: &Vector, all: &mut Vec<f32>) {
        all.clear();
        for block in &self.blocks {
            let mut sums = [0.0_f32; SIDE_BY_SIDE];
            for number in 0..NUMBERS {
                let (row, one) = (&block[number], one[number]);
                for at in 0..SIDE_BY_SIDE {
                    sums[at] += row[at] * one;
                }
            }
            all.extend_from_slice(&sums);
        }
        all.truncate(self.count);
    }
}

/// Brings numbers to length 1.
pub fn unit(vector: &mut Vector) {
    divide(vector, dot(vector, vector).sqrt());
}

fn divide(vector: &mut Vector, length: f32) {
    if length > 0.0 {
        for number in vector {
            *number /= length;
        }
    }
}

/// How alike two words or sentences are: 1 for the same, about 0 for any two.
#[must_use]
pub fn dot(a: &Vector, b: &Vector) -> f32 {
    // Eight sums side by side, which the processor adds up at once; always in this order, so that the result is always the same.
    let mut sums = [0.0_f32; 8];
    for row in 0..NUMBERS / 8 {
        for at in 0..8 {
            sums[at] += a[row * 8 + at] * b[row * 8 + at];
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert_eq!(TABLE.count, 30_000);
        assert_eq!(TABLE.end(TABLE.count - 1), TABLE.words.len());
        let words: Vec<&[u8]> = (0..TABLE.count).map(|n| TABLE.word(n)).collect();
        assert!(words.windows(2).all(|two| two[0] < two[1]), "sorted, and none twice");
        assert!(
            (0..TABLE.count).all(|n| find(std::str::from_utf8(TABLE.word(n)).unwrap()) == Some(Known(n)))
        );
        for strange in ["", "zzzzzzz", "Rota", "a a", "été"] {
            assert_eq!(find(strange), None, "{strange}");
        }
    }

    #[test]
    fn words_alike_are_nearer_than_others() {
        let alike = |a: &str, b: &str| dot(&vector(find(a).unwrap()), &vector(find(b).unwrap()));
        for (word, near, far) in [
            ("complaint", "grievance", "weather"),
            ("calls", "phone", "kitchen"),
            ("refund", "reimbursement", "weather"),
            ("forecast", "predicted", "apology"),
        ] {
            assert!(alike(word, near) > alike(word, far) + 0.3, "{word}: {near} {far}");
        }
        assert!((alike("team", "team") - 1.0).abs() < 1e-5);
        for word in ["complaint", "team", "the"] {
            let mut own = TABLE.raw(find(word).unwrap().0);
            unit(&mut own);
            assert_eq!(vector(find(word).unwrap()), own, "{word}");
        }
    }

    #[test]
    fn side_by_side_is_as_alike_as_one_by_one() {
        let words = ["complaint", "grievance", "weather", "calls", "phone", "kitchen", "refund", "team"];
        let known: Vec<Known> = words.iter().cycle().take(37).map(|word| find(word).unwrap()).collect();
        let mut many = Many::default();
        for word in &known {
            many.push(vector(*word));
        }
        let (one, mut all) = (vector(find("apology").unwrap()), vec![9.0; 99]);
        many.alike(&one, &mut all);
        assert_eq!((many.len(), all.len()), (37, 37));
        for (at, (word, alike)) in known.iter().zip(all).enumerate() {
            assert_eq!(many.get(at), vector(*word));
            assert!((alike - dot(&one, &vector(*word))).abs() < 1e-5, "{at}");
            let mut sum = [0.0; NUMBERS];
            add(&mut sum, *word, 2.0);
            assert!(sum.iter().zip(vector(*word)).all(|(sum, once)| (sum - 2.0 * once).abs() < 1e-5));
        }
    }

    #[test]
    fn common_words_count_for_little() {
        let of = |word: &str| (weight(find(word).unwrap()), rare(find(word)));
        assert!(of("the").0 < 0.05 && of("the").1 < 0.05);
        assert!(of("apology").0 > 0.8 && of("apology").1 > 0.6);
        assert!(rare(None) > 0.99 && rare(find("apology")) < rare(None));
    }
}
