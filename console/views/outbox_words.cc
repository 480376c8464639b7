#include "console/views/outbox_words.h"

#include "central/domain/tool_words.h"
#include "console/model/format.h"
#include "console/model/language.h"
#include "console/model/triage_form.h"
#include "console/views/words.h"

namespace legevakt::console {
namespace {

// Where central has not said otherwise.
constexpr std::string_view kEmergency = "113";

void Add(std::string& text, std::string_view part) {
  if (part.empty()) return;
  if (!text.empty()) text += "\n";
  text += part;
}

// "Alder: 71 år"; a question carries its own mark. Nothing where there is no answer.
void Add(std::string& text, std::string_view asked, std::string_view answer) {
  if (answer.empty()) return;
  Add(text, std::string(asked) + (asked.ends_with('?') ? " " : ": ") + std::string(answer));
}

std::string_view TriWord(const ui::Ui& ui, v1::Tri tri) {
  switch (tri) {
    case v1::TRI_YES:
      return ui.T("console.tri.yes");
    case v1::TRI_NO:
      return ui.T("console.tri.no");
    case v1::TRI_UNKNOWN:
      return ui.T("console.tri.unknown");
    default:
      return {};
  }
}

// In the order of the form; the same for both sides, so that one line can be held against the other.
std::string IntakeText(App& app, const v1::Personal& personal, const v1::Intake& intake) {
  const auto& ui = app.ui();
  std::string text;
  const auto asked = [&](const char* key, v1::Tri tri) { Add(text, ui.T(key), TriWord(ui, tri)); };
  const auto yes = [](bool has, bool value) {
    return has ? (value ? v1::TRI_YES : v1::TRI_NO) : v1::TRI_UNSPECIFIED;
  };
  asked("console.intake.airway", intake.airway_threat());
  asked("console.intake.breathing", intake.breathing_trouble());
  asked("console.intake.consciousness", intake.reduced_consciousness());
  Add(text, ui.T("console.intake.name"), personal.name());
  Add(text, ui.T("console.intake.phone"), PhoneText(personal.phone()));
  if (intake.has_age_months()) Add(text, ui.T("console.intake.age"), AgeText(ui.lang, intake));
  Add(text, ui.T("console.intake.sex"), SexText(ui.lang, intake.sex()));
  if (app.store().has_state())
    Add(text, ui.T("console.intake.place"), MunicipalityName(app.store().state(), intake.municipality()));
  Add(text, ui.T("console.intake.address"), personal.address());
  Add(text, ui.T("console.intake.national_id"), personal.national_id());
  Add(text, ui.T("console.intake.situation"), personal.text());
  if (intake.relation() != v1::CALLER_RELATION_UNSPECIFIED)
    Add(text, ui.T("console.intake.relation"), EnumWord(ui, v1::CallerRelation_Name(intake.relation())));
  Add(text, ui.T("console.intake.caller"), personal.caller_name());
  asked("console.intake.with_patient", yes(intake.has_with_patient(), intake.with_patient()));
  asked("console.intake.safe_to_call_back", yes(intake.has_safe_to_call_back(), intake.safe_to_call_back()));
  if (!intake.interpreter().empty())
    Add(text, ui.T("console.intake.interpreter"), LanguageName(ui.lang, intake.interpreter()));
  if (intake.threat()) Add(text, ui.T("console.intake.threat"));
  if (intake.hearing_impaired()) Add(text, ui.T("console.intake.hearing"));
  if (intake.protected_address()) Add(text, ui.T("console.intake.protected"));
  if (intake.care_plan()) Add(text, ui.T("console.intake.care_plan"));
  return text;
}

// With the tool that can word them; else as they are stored.
void AddAssessment(const ui::Ui& ui, std::string& text, const triage::Tool* tool,
                   const std::string& complaint_id, const std::string& level_id,
                   const google::protobuf::RepeatedPtrField<v1::Answer>& answers, const std::string& reason) {
  const triage::Index complaint = tool == nullptr ? triage::kNone : tool->FindComplaint(complaint_id);
  Add(text, complaint == triage::kNone ? complaint_id : In(ui.lang, tool->complaints()[complaint].name));
  const triage::Index level = tool == nullptr ? triage::kNone : tool->FindLevel(level_id);
  Add(text, level == triage::kNone ? level_id : In(ui.lang, tool->levels()[level].name));
  for (const v1::Answer& answer : answers) {
    const triage::Index index = tool == nullptr ? triage::kNone : tool->FindQuestion(answer.question_id());
    if (index == triage::kNone) {
      Add(text, answer.question_id(), domain::ValueWords(ui.lang, {}, answer));
      continue;
    }
    const triage::Question& question = tool->questions()[index];
    Add(text, In(ui.lang, question.text), domain::ValueWords(ui.lang, question, answer));
  }
  if (!reason.empty()) Add(text, text::Format(ui.lang, "console.contact.lowered", {{"why", reason}}));
}

void AddSafetyNet(const ui::Ui& ui, std::string& text, const v1::SafetyNet& net) {
  if (net.not_relevant()) Add(text, ui.T("console.measure.not_relevant"));
  Add(text, net.text());
}

// Null where it is gone, is another patient, or where central has not been heard yet.
const v1::Contact* ContactOf(const App& app, const Kept& kept) {
  if (kept.other_journal || !app.store().has_state()) return nullptr;
  return app.store().state().FindContact(kept.subject.contact_id);
}

}  // namespace

bool KeptRed(const App& app, const Kept& kept) {
  // Of another journal, or before central is heard, it is what it was when it was made.
  return app.WaitsRed(kept) || (kept.red && (kept.other_journal || !app.store().has_state()));
}

std::string KeptHeading(App& app, const Kept& kept) {
  const auto& ui = app.ui();
  std::string text(
      ui.T("shell.outbox.command." + std::to_string(static_cast<int>(kept.request.command().what_case()))));
  const v1::Contact* contact = ContactOf(app, kept);
  if (contact != nullptr) {
    text += " · " + PatientName(ui, *contact);
  } else {
    text += " · " + (kept.name.empty() ? std::string(ui.T("domain.unknown_patient")) : kept.name);
    if (!kept.phone.empty()) text += ", " + PhoneText(kept.phone);
  }
  text += " · " + ClockHm(kept.made_us);
  // It does nothing here: whoever reads this must phone.
  if (KeptRed(app, kept))
    text += " · " + text::Format(ui.lang, "shell.outbox.red",
                                 {{"phone", app.store().has_state()
                                                ? std::string_view(app.store().state().region.amk_phone())
                                                : kEmergency}});
  return text;
}

std::string KeptText(App& app, const Kept& kept) {
  const auto& ui = app.ui();
  const auto& command = kept.request.command();
  std::string text;
  switch (command.what_case()) {
    case v1::Command::kRecordIntake:
      text = IntakeText(app, command.record_intake().personal(), command.record_intake().intake());
      for (const std::string& name : command.record_intake().cleared())
        Add(text, std::string(ui.T("extract." + ("field_" + name))) + ": " +
                      std::string(ui.T("extract.field_cleared")));
      break;
    case v1::Command::kAssessContact: {
      const v1::Contact* contact = ContactOf(app, kept);
      const triage::Tool* tool = contact == nullptr ? app.store().ActiveTool() : app.ToolOf(*contact);
      const auto& assess = command.assess_contact();
      AddAssessment(ui, text, tool, assess.complaint_id(), assess.level_id(), assess.answers(),
                    assess.lowering_reason());
      break;
    }
    case v1::Command::kDecideMeasure:
      Add(text, MeasureWord(ui, command.decide_measure().measure()));
      AddSafetyNet(ui, text, command.decide_measure().safety_net());
      break;
    case v1::Command::kMakePromise:
      if (command.make_promise().kept()) {
        Add(text, std::string(ui.T("console.cmd.contact.promise_kept")));
        break;
      }
      Add(text, text::Format(ui.lang, "console.contact.promised",
                             {{"at", ClockHm(command.make_promise().by_us())}}));
      break;
    case v1::Command::kAddNote:
      if (command.add_note().happened_us() != 0) Add(text, ClockHm(command.add_note().happened_us()));
      Add(text, command.add_note().text());
      break;
    case v1::Command::kCloseContact:
      if (command.close_contact().measure() != v1::MEASURE_UNSPECIFIED)
        Add(text, MeasureWord(ui, command.close_contact().measure()));
      AddSafetyNet(ui, text, command.close_contact().safety_net());
      break;
    default:
      break;
  }
  return text;
}

std::string CentralText(App& app, const Kept& kept) {
  const auto& ui = app.ui();
  if (kept.other_journal) return std::string(ui.T("shell.outbox.other_journal"));
  const v1::Contact* contact = ContactOf(app, kept);
  if (contact == nullptr) return std::string(ui.T("shell.outbox.gone"));
  // Who changed it, and what it is now, stands first: the rest may be long.
  std::string text =
      text::Format(ui.lang, "shell.outbox.changed_by",
                   {{"who", contact->changed_by().name()}, {"at", ClockHm(contact->changed_us())}});
  Add(text, EnumWord(ui, v1::ContactState_Name(contact->state())));
  switch (kept.request.command().what_case()) {
    case v1::Command::kRecordIntake:
      Add(text, IntakeText(app, contact->personal(), contact->intake()));
      break;
    case v1::Command::kAssessContact:
      if (const v1::Assessment* last = domain::LastAssessment(*contact))
        AddAssessment(ui, text, app.ToolOf(*contact), last->complaint_id(), last->level_id(), last->answers(),
                      last->lowering_reason());
      break;
    default:
      Add(text, ComplaintName(app, *contact));
      if (contact->hastegrad() != v1::HASTEGRAD_UNSPECIFIED)
        Add(text, EnumWord(ui, v1::Hastegrad_Name(contact->hastegrad())));
      if (contact->measure() != v1::MEASURE_UNSPECIFIED) Add(text, MeasureWord(ui, contact->measure()));
      AddSafetyNet(ui, text, contact->safety_net());
      if (contact->promise().by_us() != 0)
        Add(text,
            text::Format(ui.lang, "console.contact.promised", {{"at", ClockHm(contact->promise().by_us())}}));
      break;
  }
  return text;
}

}  // namespace legevakt::console
