//! The structure of the paper as a tagged PDF says it: which content is a heading, a table, a cell, a link, a box to
//! sign in (ISO 32000-1 §14.7 and §14.8, ISO 14289-1). Reading order is the order in which the layout made its parts.
//! It refuses to know what a part looks like.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::finish::{points, words, writer};
use super::layout::{Area, PartId, Role, Sheets};
use super::{DeclarationKind, PaperError};

/// The structure type of a part.
pub fn name(role: Role) -> &'static str {
    match role {
        Role::Title => "H1",
        Role::Heading => "H2",
        Role::Subheading => "H3",
        Role::Paragraph => "P",
        Role::Facts => "L",
        Role::Fact => "LI",
        Role::Label => "Lbl",
        Role::Value => "LBody",
        Role::Table => "Table",
        Role::HeaderRow | Role::Band | Role::Row => "TR",
        Role::HeaderCell | Role::BandCell(_) | Role::RowHeader => "TH",
        Role::Cell => "TD",
        Role::Link => "Link",
        Role::Declaration => "Sect",
        Role::Field => "Form",
    }
}

/// The name of the signature field for a declaration.
pub fn field_name(kind: DeclarationKind) -> &'static str {
    match kind {
        DeclarationKind::Assessor => "signatureAssessor",
        DeclarationKind::CountersigningAssessor => "signatureCountersigningAssessor",
        DeclarationKind::Verifier => "signatureVerifier",
        DeclarationKind::CountersigningVerifier => "signatureCountersigningVerifier",
        DeclarationKind::Feedback => "signatureFeedback",
        DeclarationKind::Learner => "signatureLearner",
        DeclarationKind::ExternalQualityAssurer => "signatureExternalQualityAssurer",
    }
}

/// What a part holds, in reading order.
enum Kid {
    /// Another part.
    Part(PartId),
    /// Marked content: the page and its number there.
    Marked(usize, i64),
    /// An annotation on a page.
    Annotation(usize, ObjectId),
}

/// Everything that is said of the structure, before it is written.
struct Tree<'a> {
    sheets: &'a Sheets,
    pages: &'a [ObjectId],
    /// Of each part.
    kids: Vec<Vec<Kid>>,
    /// Of each part.
    ids: Vec<ObjectId>,
    /// For each page, the part of each marked content.
    marked: Vec<Vec<PartId>>,
    /// For each page, its annotations.
    annotations: Vec<Vec<ObjectId>>,
    /// The parts of the annotations, in the order of their numbers.
    owners: Vec<PartId>,
    fields: Vec<ObjectId>,
}

/// Adds structure, links and signature fields; gives what the catalogue says of them.
///
/// # Errors
/// [`PaperError::Writer`] when a page of the painted document is not there.
pub fn tag(document: &mut Document, sheets: &Sheets, pages: &[ObjectId]) -> Result<Dictionary, PaperError> {
    let mut tree = Tree {
        sheets,
        pages,
        kids: sheets.parts.iter().map(|_| Vec::new()).collect(),
        ids: sheets.parts.iter().map(|_| document.new_object_id()).collect(),
        marked: Vec::new(),
        annotations: pages.iter().map(|_| Vec::new()).collect(),
        owners: Vec::new(),
        fields: Vec::new(),
    };
    tree.read();
    tree.links(document);
    tree.fields(document);
    for (at, page) in pages.iter().enumerate() {
        let own =
            tree.annotations.get(at).map_or_else(Vec::new, |own| own.iter().map(|id| (*id).into()).collect());
        let page = document.get_dictionary_mut(*page).map_err(writer)?;
        page.set("StructParents", number(at));
        page.set("Tabs", "S");
        page.set("Annots", Object::Array(own));
    }
    let root = tree.write(document);
    let mut said = dictionary! { "MarkInfo" => dictionary! { "Marked" => true }, "StructTreeRoot" => root };
    if !tree.fields.is_empty() {
        let fields = tree.fields.iter().map(|id| (*id).into()).collect::<Vec<Object>>();
        // Signatures may exist, and the file may only be added to.
        said.set("AcroForm", dictionary! { "Fields" => fields, "SigFlags" => 3 });
    }
    Ok(said)
}

fn number(at: usize) -> Object {
    Object::Integer(i64::try_from(at).unwrap_or(i64::MAX))
}

impl Tree<'_> {
    fn push(&mut self, part: PartId, kid: Kid) {
        if let Some(kids) = self.kids.get_mut(part.0) {
            kids.push(kid);
        }
    }

    /// Goes over the pages in drawing order. Beside content of its own a part has its parts where their first content
    /// is (a link in a cell); else they stand in the order in which they were made.
    fn read(&mut self) {
        let sheets = self.sheets;
        let mut order: Vec<Vec<usize>> = sheets.parts.iter().map(|_| Vec::new()).collect();
        let mut first: Vec<usize> = vec![usize::MAX; sheets.parts.len()];
        let mut drawn = 0;
        for (page, sheet) in sheets.pages.iter().enumerate() {
            let mut own = Vec::new();
            for part in sheet.runs().filter_map(|(part, _)| part) {
                self.push(part, Kid::Marked(page, i64::try_from(own.len()).unwrap_or(i64::MAX)));
                own.push(part);
                if let (Some(order), Some(first)) = (order.get_mut(part.0), first.get_mut(part.0)) {
                    order.push(drawn);
                    *first = drawn.min(*first);
                }
                drawn += 1;
            }
            self.marked.push(own);
        }
        for (at, part) in sheets.parts.iter().enumerate() {
            let Some(parent) = part.parent else { continue };
            self.push(parent, Kid::Part(PartId(at)));
            if let (Some(order), Some(first)) = (order.get_mut(parent.0), first.get(at)) {
                order.push(*first);
            }
        }
        for (kids, order) in self.kids.iter_mut().zip(order) {
            if kids.iter().any(|kid| matches!(kid, Kid::Marked(..))) {
                let mut sorted: Vec<(usize, Kid)> = order.into_iter().zip(std::mem::take(kids)).collect();
                sorted.sort_by_key(|(at, _)| *at);
                kids.extend(sorted.into_iter().map(|(_, kid)| kid));
            }
        }
    }

    /// An annotation of a part: its number in the parent tree comes after those of the pages.
    fn annotate(
        &mut self,
        document: &mut Document,
        part: PartId,
        page: usize,
        mut said: Dictionary,
    ) -> Option<ObjectId> {
        said.set("StructParent", number(self.pages.len() + self.owners.len()));
        let annotation = document.add_object(said);
        self.annotations.get_mut(page)?.push(annotation);
        self.owners.push(part);
        self.push(part, Kid::Annotation(page, annotation));
        Some(annotation)
    }

    fn links(&mut self, document: &mut Document) {
        let sheets = self.sheets;
        for link in &sheets.links {
            let (page, y) = link.to;
            let Some(target) = self.pages.get(page) else { continue };
            let top = points(sheets.height(page) - y + 3.0);
            let place = vec![(*target).into(), "XYZ".into(), 0.into(), top, Object::Null];
            let said = dictionary! {
                "Type" => "Annot", "Subtype" => "Link", "F" => 4,
                "Rect" => rectangle(sheets, link.area),
                "Border" => vec![0.into(), 0.into(), 0.into()],
                "Dest" => Object::Array(place),
                "Contents" => words(&link.says),
            };
            self.annotate(document, link.part, link.area.page, said);
        }
    }

    fn fields(&mut self, document: &mut Document) {
        let sheets = self.sheets;
        for field in &sheets.fields {
            let Some(page) = self.pages.get(field.area.page) else { continue };
            let size = [points(field.area.width), points(field.area.height)];
            let box_ = vec![0.into(), 0.into(), size[0].clone(), size[1].clone()];
            let look = document.add_object(Stream::new(
                dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => box_, "Resources" => dictionary! {} },
                Vec::new(),
            ));
            let said = dictionary! {
                "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "F" => 132, "P" => *page,
                "T" => Object::string_literal(field_name(field.kind)),
                "TU" => words(field.says),
                "Rect" => rectangle(sheets, field.area),
                "AP" => dictionary! { "N" => look },
            };
            let id = self.annotate(document, field.part, field.area.page, said);
            self.fields.extend(id);
        }
    }

    /// Writes the elements. A part without anything in it is left out, but for cells: a row keeps its columns.
    fn write(&self, document: &mut Document) -> ObjectId {
        let (root, whole) = (document.new_object_id(), document.new_object_id());
        let mut kept = vec![false; self.ids.len()];
        for (at, part) in self.sheets.parts.iter().enumerate().rev() {
            let holds = |kid: &Kid| match kid {
                Kid::Part(PartId(below)) => kept.get(*below).copied().unwrap_or(false),
                Kid::Marked(..) | Kid::Annotation(..) => true,
            };
            let cell = matches!(part.role, Role::Cell | Role::RowHeader | Role::HeaderCell);
            let keep = cell || self.kids.get(at).is_some_and(|kids| kids.iter().any(holds));
            if let Some(slot) = kept.get_mut(at) {
                *slot = keep;
            }
        }
        let is_kept = |at: usize| kept.get(at).copied().unwrap_or(false);
        let mut top: Vec<Object> = Vec::new();
        for (at, id) in self.ids.iter().enumerate().filter(|(at, _)| is_kept(*at)) {
            let parent = self.sheets.parts.get(at).and_then(|part| part.parent);
            let above = parent.and_then(|PartId(parent)| self.ids.get(parent)).copied();
            if above.is_none() {
                top.push((*id).into());
            }
            document.set_object(*id, self.element(at, above.unwrap_or(whole), &is_kept));
        }
        document.set_object(whole, dictionary! { "S" => "Document", "P" => root, "K" => top });
        let numbers = self.parent_tree(document);
        let tree = document.add_object(dictionary! { "Nums" => numbers });
        let next = number(self.pages.len() + self.owners.len());
        let said = dictionary! {
            "Type" => "StructTreeRoot", "K" => vec![whole.into()], "ParentTree" => tree, "ParentTreeNextKey" => next,
        };
        document.set_object(root, said);
        root
    }

    fn element(&self, at: usize, parent: ObjectId, is_kept: &impl Fn(usize) -> bool) -> Dictionary {
        let none = Vec::new();
        let kids = self.kids.get(at).unwrap_or(&none);
        let page_of = |page: usize| self.pages.get(page).map_or(Object::Null, |id| (*id).into());
        let home = kids.iter().find_map(|kid| match kid {
            Kid::Marked(page, _) | Kid::Annotation(page, _) => Some(*page),
            Kid::Part(_) => None,
        });
        let said = |kid: &Kid| match kid {
            Kid::Part(PartId(below)) => {
                self.ids.get(*below).filter(|_| is_kept(*below)).map(|id| Object::Reference(*id))
            }
            Kid::Marked(page, number) if Some(*page) == home => Some(Object::Integer(*number)),
            Kid::Marked(page, number) => {
                Some(dictionary! { "Type" => "MCR", "Pg" => page_of(*page), "MCID" => *number }.into())
            }
            Kid::Annotation(page, id) => {
                Some(dictionary! { "Type" => "OBJR", "Pg" => page_of(*page), "Obj" => *id }.into())
            }
        };
        let mut below: Vec<Object> = kids.iter().filter_map(said).collect();
        let role = self.sheets.parts.get(at).map_or(Role::Paragraph, |part| part.role);
        let mut element = dictionary! { "S" => name(role), "P" => parent };
        if let Some(page) = home {
            element.set("Pg", page_of(page));
        }
        match below.len() {
            0 => {}
            1 => element.set("K", below.remove(0)),
            _several => element.set("K", below),
        }
        if let Some(attributes) = attributes(role) {
            element.set("A", attributes);
        }
        element
    }

    fn parent_tree(&self, document: &mut Document) -> Vec<Object> {
        let reference = |part: &PartId| self.ids.get(part.0).map_or(Object::Null, |id| (*id).into());
        let mut numbers = Vec::new();
        for (at, parts) in self.marked.iter().enumerate() {
            let parts: Vec<Object> = parts.iter().map(reference).collect();
            numbers.extend([number(at), document.add_object(Object::Array(parts)).into()]);
        }
        for (at, part) in self.owners.iter().enumerate() {
            numbers.extend([number(self.pages.len() + at), reference(part)]);
        }
        numbers
    }
}

/// What a table cell is the heading of, and how far it goes.
fn attributes(role: Role) -> Option<Dictionary> {
    match role {
        Role::HeaderCell => Some(dictionary! { "O" => "Table", "Scope" => "Column" }),
        Role::RowHeader => Some(dictionary! { "O" => "Table", "Scope" => "Row" }),
        Role::BandCell(columns) => {
            Some(dictionary! { "O" => "Table", "Scope" => "Row", "ColSpan" => i64::from(columns) })
        }
        Role::Title
        | Role::Heading
        | Role::Subheading
        | Role::Paragraph
        | Role::Facts
        | Role::Fact
        | Role::Label
        | Role::Value
        | Role::Table
        | Role::HeaderRow
        | Role::Band
        | Role::Row
        | Role::Cell
        | Role::Link
        | Role::Declaration
        | Role::Field => None,
    }
}

fn rectangle(sheets: &Sheets, area: Area) -> Vec<Object> {
    let bottom = sheets.height(area.page) - area.y - area.height;
    vec![points(area.x), points(bottom), points(area.x + area.width), points(bottom + area.height)]
}
