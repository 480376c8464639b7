// Quick intake: the three safety questions first, then number, place, name, age.
#include <algorithm>
#include <array>

#include "base/national_id.h"
#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/tri_layout.h"
#include "console/ui/widgets.h"
#include "console/views/draw.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Rect;
using ui::Role;

namespace {

constexpr std::array kRelations = {v1::CALLER_RELATION_SELF,        v1::CALLER_RELATION_PARENT,
                                   v1::CALLER_RELATION_NEXT_OF_KIN, v1::CALLER_RELATION_NURSING_HOME,
                                   v1::CALLER_RELATION_HOME_CARE,   v1::CALLER_RELATION_AMK,
                                   v1::CALLER_RELATION_POLICE,      v1::CALLER_RELATION_OTHER};

// A captioned field in column `index` of `count`.
Rect Cell(App& app, const Rect& row, int index, int count, const char* caption) {
  auto& ui = app.ui();
  Rect cell = row.Column(index, count, ui.Px(16));
  ui::Caption(ui, cell.CutTop(ui.Px(ui::kCaptionHeight)), ui.T(caption));
  return cell.CutTop(ui.Px(ui::kFieldHeight));
}

// What is wrong with the number, or what kind it is. Nothing while too few digits are still being typed.
std::string_view NationalIdText(const ui::Ui& ui, const NationalIdResult& check, bool typing) {
  switch (check.fault) {
    case NationalIdFault::kNotElevenDigits:
      return typing ? std::string_view() : ui.T("console.national_id.digits");
    case NationalIdFault::kNoSuchDate:
      return ui.T("console.national_id.date");
    case NationalIdFault::kCheckDigits:
      return ui.T("console.national_id.check");
    case NationalIdFault::kNone:
      break;
  }
  if (check.id.synthetic) return ui.T("console.national_id.synthetic");
  switch (check.id.kind) {
    case NationalIdKind::kBirthNumber:
      return ui.T("console.national_id.birth");
    case NationalIdKind::kDNumber:
      return ui.T("console.national_id.d");
    case NationalIdKind::kHNumber:
    case NationalIdKind::kDHNumber:
      return ui.T("console.national_id.h");
    case NationalIdKind::kFhNumber:
      return ui.T("console.national_id.fh");
  }
  return {};
}

void DrawSafety(App& app, ui::Scroll& flow, IntakeDraft& draft, bool enabled) {
  auto& ui = app.ui();
  Heading(app, flow.Next(ui.Px(28)), ui.T("console.intake.safety"));
  struct Item {
    const char* id;
    const char* text;
    v1::Tri& value;
  };
  const Item items[] = {{"intake/airway", "console.intake.airway", draft.airway},
                        {"intake/breathing", "console.intake.breathing", draft.breathing},
                        {"intake/consciousness", "console.intake.consciousness", draft.consciousness}};
  for (int i = 0; i < 3; ++i) {
    const auto before = items[i].value;
    const auto words = ui.T(items[i].text);
    const Rect row = flow.Next(ui::TriHeight(ui, flow.width(), words, true, ui.Px(40)));
    if (!ui::TriRow(ui, items[i].id, row, words, items[i].value, enabled, false, true)) continue;
    draft.touched = true;
    // Answered: on to the next, and after the last to the number.
    if (before == v1::TRI_UNSPECIFIED) ui.focus.Set(i < 2 ? items[i + 1].id : "intake/phone");
  }
  const bool danger =
      draft.airway == v1::TRI_YES || draft.breathing == v1::TRI_YES || draft.consciousness == v1::TRI_YES;
  if (!danger) return;
  Rect row = flow.Next(ui.Px(36));
  ui::Shape(ui, {row.min.x + ui.Px(14), row.middle().y}, ui.Px(16), ui::MarkShape::kTriangle,
            ui.Colour(Role::kHigh));
  row.CutLeft(ui.Px(28));
  ui::Label(ui, row, ui.fonts.bold, Role::kText, ui.T("console.intake.danger"));
}

void DrawWho(App& app, ui::Scroll& flow, IntakeDraft& draft, MeasureDraft& measure, bool enabled) {
  auto& ui = app.ui();
  const float row_height = ui.Px(ui::kCaptionHeight + ui::kFieldHeight + 10);
  const ui::TextOptions plain{.read_only = !enabled};
  const auto text = [&](const char* id, const Rect& rect, std::string& value,
                        const ui::TextOptions& options) {
    if (ui::TextField(ui, id, rect, value, options)) draft.touched = true;
  };
  Rect row = flow.Next(row_height);
  text("intake/phone", Cell(app, row, 0, 3, "console.intake.phone"), draft.phone, plain);
  text("intake/name", Cell(app, row, 1, 3, "console.intake.name"), draft.name,
       {.hint = ui.T("console.intake.name_hint"), .read_only = !enabled});
  Rect last = row.Column(2, 3, ui.Px(16));
  const bool bad_age = !draft.age.empty() && ParseAgeMonths(draft.age) < 0;
  text("intake/age", Cell(app, last, 0, 2, "console.intake.age"), draft.age,
       {.hint = ui.T("console.intake.age_hint"),
        .error = bad_age ? ui.T("console.intake.age_bad") : "",
        .read_only = !enabled});
  const auto& sexes = SexOptions(app);
  int sex = static_cast<int>(draft.sex) - 1;
  if (ui::Choose(ui, "intake/sex", Cell(app, last, 1, 2, "console.intake.sex"), sexes, sex, enabled)) {
    draft.sex = static_cast<v1::Sex>(sex + 1);
    draft.touched = true;
  }
  if (bad_age) flow.Gap(ui.Px(18));

  const auto& municipalities = app.store().state().region.municipalities();
  const auto& places = MunicipalityOptions(app);
  int place = -1;
  for (int i = 0; i < municipalities.size(); ++i) {
    if (municipalities.Get(i).number() == draft.municipality) place = i;
  }
  const int per_row = std::clamp(static_cast<int>(flow.width() / ui.Px(136)), 1, 6);
  ui::Caption(ui, flow.Next(ui.Px(ui::kCaptionHeight)), ui.T("console.intake.place"));
  if (!places.empty() &&
      ui::Choose(ui, "intake/place", flow.Next(ui::ChooseHeight(ui, places.size(), per_row)), places, place,
                 enabled, per_row)) {
    draft.municipality = place < 0 ? "" : municipalities.Get(place).number();
    draft.touched = true;
  }
  flow.Gap(ui.Px(10));
  row = flow.Next(row_height);
  const bool bad_promise = BadPromise(app, app.view().contact_id, measure);
  ui::TextField(ui, "intake/promise", Cell(app, row, 0, 3, "console.intake.promise"), measure.promise,
                {.hint = ui.T("console.intake.promise_hint"),
                 .error = bad_promise ? ui.T("console.intake.promise_bad") : "",
                 .read_only = !enabled});
  text("intake/address", Cell(app, row, 1, 3, "console.intake.address"), draft.address, plain);
  const bool typing = ui.focus.Has("intake/national_id");
  const auto check = ReadNationalId(draft.national_id);
  const std::string_view said = draft.national_id.empty() ? "" : NationalIdText(ui, check, typing);
  const Rect field = Cell(app, row, 2, 3, "console.intake.national_id");
  // Said, and never in the way: it is saved as it was typed.
  text("intake/national_id", field, draft.national_id,
       {.error = check.ok() ? "" : said, .read_only = !enabled});
  if (check.ok() && !said.empty())
    ui::Caption(ui, {{field.min.x, field.max.y + ui.Px(2)}, {field.max.x, field.max.y + ui.Px(22)}}, said);
  if (!said.empty() || bad_promise) flow.Gap(ui.Px(18));
}

void DrawCaller(App& app, ui::Scroll& flow, IntakeDraft& draft, bool enabled) {
  auto& ui = app.ui();
  const auto& relations = app.Kept<std::vector<std::string>>("intake.relations", 0, {}, [&] {
    std::vector<std::string> words;
    for (const auto each : kRelations) words.emplace_back(EnumWord(ui, v1::CallerRelation_Name(each)));
    return words;
  });
  int relation = -1;
  for (std::size_t i = 0; i < kRelations.size(); ++i) {
    if (draft.relation == kRelations[i]) relation = static_cast<int>(i);
  }
  ui::Caption(ui, flow.Next(ui.Px(ui::kCaptionHeight)), ui.T("console.intake.relation"));
  const int per_row = std::clamp(static_cast<int>(flow.width() / ui.Px(150)), 1, 4);
  if (ui::Choose(ui, "intake/relation", flow.Next(ui::ChooseHeight(ui, relations.size(), per_row)), relations,
                 relation, enabled, per_row)) {
    draft.relation =
        relation < 0 ? v1::CALLER_RELATION_UNSPECIFIED : kRelations[static_cast<std::size_t>(relation)];
    draft.touched = true;
  }
  flow.Gap(ui.Px(6));
  const auto ask = [&](const char* id, const char* text, v1::Tri& value) {
    const Rect row = flow.Next(ui::TriHeight(ui, flow.width(), ui.T(text), false, ui.Px(40)));
    if (ui::TriRow(ui, id, row, ui.T(text), value, enabled)) draft.touched = true;
  };
  ask("intake/with_patient", "console.intake.with_patient", draft.with_patient);
  ask("intake/safe_to_call_back", "console.intake.safe_to_call_back", draft.safe_to_call_back);
  flow.Gap(ui.Px(4));
  Rect row = flow.Next(ui.Px(ui::kCaptionHeight + ui::kFieldHeight + 10));
  const ui::TextOptions plain{.read_only = !enabled};
  if (ui::TextField(ui, "intake/caller", Cell(app, row, 0, 2, "console.intake.caller"), draft.caller_name,
                    plain))
    draft.touched = true;
  if (ui::TextField(ui, "intake/interpreter", Cell(app, row, 1, 2, "console.intake.interpreter"),
                    draft.interpreter,
                    {.hint = ui.T("console.intake.interpreter_hint"), .read_only = !enabled}))
    draft.touched = true;
  struct Flag {
    const char* id;
    const char* text;
    bool& on;
  };
  const Flag flags[] = {{"intake/hearing", "console.intake.hearing", draft.hearing_impaired},
                        {"intake/threat", "console.intake.threat", draft.threat},
                        {"intake/protected", "console.intake.protected", draft.protected_address},
                        {"intake/care_plan", "console.intake.care_plan", draft.care_plan}};
  for (int i = 0; i < 4; i += 2) {
    const Rect line = flow.Next(ui.Px(32));
    for (int j = 0; j < 2; ++j) {
      const Flag& flag = flags[i + j];
      if (ui::Toggle(ui, flag.id, line.Column(j, 2, ui.Px(16)), ui.T(flag.text), flag.on, enabled))
        draft.touched = true;
    }
  }
  flow.Gap(ui.Px(8));
  ui::Caption(ui, flow.Next(ui.Px(ui::kCaptionHeight)), ui.T("console.intake.situation"));
  if (ui::TextField(ui, "intake/situation", flow.Next(ui.Px(92)), draft.situation,
                    {.multiline = true, .read_only = !enabled}))
    draft.touched = true;
}

}  // namespace

void DrawIntake(App& app, const Rect& rect, const Rect& beside_tabs, const v1::Contact& contact) {
  auto& ui = app.ui();
  auto& draft = app.DraftOf(contact.contact_id());
  const bool enabled = app.MayChange(contact);
  Rect body = rect;
  DrawKnown(app, body, contact);
  Rect bottom = PrimaryPlace(ui, body, beside_tabs);
  {
    ui::Scroll flow(ui, "intake", body.Inset(ui.Px(4), 0));
    DrawSafety(app, flow, draft.intake, enabled);
    flow.Gap(ui.Px(12));
    DrawWho(app, flow, draft.intake, draft.measure, enabled);
    DrawCaller(app, flow, draft.intake, enabled);
  }
  if (PrimaryBar(app, bottom, "intake/primary", ui.T("console.intake.save"), enabled,
                 {.contact_id = contact.contact_id()}))
    app.PrimaryAction();
}

}  // namespace legevakt::console
