#include "console/views/words.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "console/model/format.h"
#include "console/model/triage_form.h"
#include "console/ui/marks.h"

namespace legevakt::console {
namespace {

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

std::string_view EnumWord(const ui::Ui& ui, std::string_view enum_name) {
  constexpr std::string_view kArea = "domain.";
  char key[96];
  const std::size_t size = std::min(enum_name.size(), sizeof key - kArea.size());
  std::copy(kArea.begin(), kArea.end(), key);
  std::transform(enum_name.begin(), enum_name.begin() + size, key + kArea.size(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const std::string_view whole(key, kArea.size() + size);
  const std::string_view word = ui.T(whole);
  // A key that is in no catalogue is given back as itself: it must not outlive this.
  return word.data() == key ? std::string_view() : word;
}

std::string_view MeasureWord(const ui::Ui& ui, v1::Measure measure) {
  return EnumWord(ui, v1::Measure_Name(measure));
}

std::string MissionNow(const App& app, const v1::Mission& mission) {
  if (mission.state() != v1::MISSION_STATE_REQUESTED && mission.state() != v1::MISSION_STATE_NO_ANSWER)
    return std::string(MissionStateWord(app.ui(), mission.state()));
  return text::Format(app.ui().lang, "console.mission.unanswered",
                      {{"time", Roughly(app.ui().lang, app.now_us() - mission.requested_us())}});
}

std::string_view AskedToFit(const ui::Ui& ui, ImFont* font, std::string_view words, float width) {
  return ui::TextWidth(ui, font, words) <= width ? words : ui.T("routing.part_asked");
}

DoctorNow DoctorNowOf(const OnDuty& on) {
  const auto& missions = on.missions;
  const bool busy =
      std::any_of(missions.begin(), missions.end(), [](const v1::Mission* m) { return domain::IsBegun(*m); });
  if (busy) return DoctorNow::kBusy;
  return missions.empty() && on.unanswered == nullptr ? DoctorNow::kFree : DoctorNow::kAsked;
}

void DrawDoctorMark(const ui::Ui& ui, ImVec2 at, float size, DoctorNow now) {
  const ui::Role role = now == DoctorNow::kFree
                            ? ui::Role::kGood
                            : (now == DoctorNow::kAsked ? ui::Attention(ui) : ui::Role::kAccent);
  ui::Shape(ui, at, size, now == DoctorNow::kBusy ? ui::MarkShape::kCircle : ui::MarkShape::kRing,
            ui.Colour(role));
}

const v1::Mission* UnansweredOf(const App& app, const v1::Contact& contact) {
  const auto& state = app.store().state();
  if (contact.mission_ids().empty()) return nullptr;
  const v1::Mission* last = state.FindMission(*contact.mission_ids().rbegin());
  if (last == nullptr || last->state() != v1::MISSION_STATE_NO_ANSWER) return nullptr;
  const domain::AlarmId alarm{v1::ALARM_KIND_REQUEST_RETURNED, last->mission_id()};
  return domain::FindAlarm(state, alarm, app.now_us()) ? last : nullptr;
}

std::string_view MissionStateWord(const ui::Ui& ui, v1::MissionState state) {
  return EnumWord(ui, v1::MissionState_Name(state));
}

std::string PatientName(const ui::Ui& ui, const v1::Contact& contact) {
  if (!contact.personal().name().empty()) return contact.personal().name();
  return std::string(ui.T("console.contact.unknown_patient"));
}

std::string MunicipalityName(const domain::State& state, const std::string& number) {
  const v1::Municipality* found = state.FindMunicipality(number);
  return found == nullptr ? number : found->name();
}

std::string DoctorName(const domain::State& state, const std::string& doctor_id) {
  const v1::Doctor* found = state.FindDoctor(doctor_id);
  return found == nullptr ? doctor_id : found->name();
}

std::string PatientLine(const ui::Ui& ui, const domain::State& state, const v1::Contact& contact) {
  std::string line = AgeText(ui.lang, contact.intake());
  if (const std::string sex = SexText(ui.lang, contact.intake().sex()); !sex.empty()) line += " " + sex;
  const std::string place = MunicipalityName(state, contact.intake().municipality());
  if (!place.empty()) line += " · " + place;
  return line;
}

const std::string& NameNow(App& app, const v1::Contact& contact) {
  return app.Words("row.name", contact.contact_id(), [&] { return PatientName(app.ui(), contact); });
}

const std::string& LineNow(App& app, const v1::Contact& contact) {
  return app.Words("row.line", contact.contact_id(),
                   [&] { return PatientLine(app.ui(), app.store().state(), contact); });
}

bool BadPromise(App& app, std::int64_t contact_id, const MeasureDraft& draft) {
  if (draft.promise.empty()) return false;
  return app.Kept<bool>("promise.bad", contact_id,
                        ui::Inputs(draft.promise).Add(draft.promise_of).Add(draft.promise_by_us),
                        [&] { return draft.BadPromise(app.now_us()); });
}

const std::vector<std::string>& SexOptions(App& app) {
  return app.Kept<std::vector<std::string>>("options.sex", 0, {}, [&] {
    return std::vector{std::string(app.ui().T("console.sex.female_short")),
                       std::string(app.ui().T("console.sex.male_short"))};
  });
}

const std::vector<std::string>& MunicipalityOptions(App& app) {
  return app.Kept<std::vector<std::string>>("options.municipality", 0, {}, [&] {
    std::vector<std::string> names;
    for (const auto& each : app.store().state().region.municipalities()) names.push_back(each.name());
    return names;
  });
}

std::string ComplaintName(const App& app, const v1::Contact& contact) {
  const triage::Tool* tool = app.ToolOf(contact);
  if (tool == nullptr || contact.complaint_id().empty()) return {};
  const triage::Index index = tool->FindComplaint(contact.complaint_id());
  return index == triage::kNone ? contact.complaint_id() : In(app.ui().lang, tool->complaints()[index].name);
}

std::string_view PlanToFit(const ui::Ui& ui, ImFont* font, std::string_view plan, float width) {
  const auto state = plan.find(": ");
  if (state != std::string_view::npos && ui::TextWidth(ui, font, plan) > width) plan.remove_prefix(state + 2);
  return plan;
}

std::string PlanLine(App& app, const v1::Contact& contact, bool names) {
  const auto& ui = app.ui();
  const auto& state = app.store().state();
  for (int i = contact.mission_ids_size() - 1; i >= 0; --i) {
    const v1::Mission* mission = state.FindMission(contact.mission_ids(i));
    if (mission == nullptr || !domain::IsOpen(*mission)) continue;
    std::string line(MeasureWord(ui, mission->measure()));
    const std::string owner = DoctorName(state, mission->owner_id());
    if (names && !owner.empty()) line += ", " + owner;
    line += ": ";
    line += MissionNow(app, *mission);
    return line;
  }
  // Nobody answered, and nothing has been chosen instead: no plan, whatever was decided.
  if (const v1::Mission* last = UnansweredOf(app, contact); last != nullptr) {
    const std::string owner = DoctorName(state, last->owner_id());
    return (names && !owner.empty() ? owner + ": " : std::string()) + MissionNow(app, *last);
  }
  if (contact.parked()) {
    return text::Format(ui.lang, "console.plan.parked",
                        {{"time", Roughly(ui.lang, app.now_us() - contact.parked_us())}});
  }
  if (contact.has_claim()) {
    if (!names) return std::string(ui.T("shell.board.taken"));
    return text::Format(ui.lang, "console.plan.claimed", {{"who", contact.claim().by().name()}});
  }
  if (contact.measure() != v1::MEASURE_UNSPECIFIED) {
    return text::Format(ui.lang, "console.plan.measure", {{"measure", MeasureWord(ui, contact.measure())}});
  }
  return std::string(ui.T("console.plan.none"));
}

std::string ReadersOf(const domain::State& state, const v1::Contact& contact, const std::string& user_id) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& id, const std::string& name) {
    if (id.empty() || id == user_id || name.empty()) return;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  add(contact.opened_by().user_id(), contact.opened_by().name());
  for (const auto& assessment : contact.assessments()) add(assessment.by().user_id(), assessment.by().name());
  for (const auto& note : contact.notes()) add(note.by().user_id(), note.by().name());
  for (const auto id : contact.mission_ids()) {
    const v1::Mission* mission = state.FindMission(id);
    if (mission != nullptr) add(mission->owner_id(), DoctorName(state, mission->owner_id()));
  }
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string RefusalText(const ui::Ui& ui, const v1::Refusal& refusal) {
  const std::string name = Lower(v1::Reason_Name(refusal.reason()));
  std::string text(ui.T("refusal." + name.substr(name.find('_') + 1)));
  for (const auto& arg : refusal.args()) {
    const std::string place = "{" + arg.key() + "}";
    const std::size_t at = text.find(place);
    if (at == std::string::npos) continue;
    // Values that are codes have words of their own.
    const std::string key = "domain." + Lower(arg.value());
    text.replace(at, place.size(), text::Has(ui.lang, key) ? std::string(ui.T(key)) : arg.value());
  }
  return text;
}

std::string AmkHadIt(const ui::Ui& ui, const v1::Red& red, const std::string& taken) {
  if (red.given_back_us() == 0) return taken;
  return taken + " · " +
         text::Format(ui.lang, "console.red.given_back_at", {{"at", ClockHm(red.given_back_us())}});
}

std::string StatusText(const ui::Ui& ui, const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kPermissionDenied:
      return std::string(ui.T("refusal.not_allowed"));
    case absl::StatusCode::kUnauthenticated:
      return std::string(ui.T("refusal.not_signed_in"));
    case absl::StatusCode::kResourceExhausted:
      return std::string(ui.T("refusal.queue_full"));
    case absl::StatusCode::kDeadlineExceeded:
      return std::string(ui.T("console.send.unknown"));
    default:
      return std::string(ui.T("refusal.not_serving"));
  }
}

}  // namespace legevakt::console
