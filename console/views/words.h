// Words for what the state holds. The domain's words are in base/text/domain.*.json.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "central/domain/state.h"
#include "console/views/app.h"

namespace legevakt::console {

// "domain." + the enum's name in lower case, as protobuf spells it: MEASURE_VIDEO -> "domain.measure_video".
std::string_view EnumWord(const ui::Ui& ui, std::string_view enum_name);
std::string_view MeasureWord(const ui::Ui& ui, v1::Measure measure);
std::string_view MissionStateWord(const ui::Ui& ui, v1::MissionState state);
// How far it has come; of one that nobody has answered, also where its time ran out, for how long it has been
// asked: in the same words everywhere.
std::string MissionNow(const App& app, const v1::Mission& mission);
// Of words about one who has been asked, where there is no room for them all: that nobody has answered.
std::string_view AskedToFit(const ui::Ui& ui, ImFont* font, std::string_view words, float width);
// What a doctor on duty is doing, in one mark for every place: free; asked, and not answered; at work.
enum class DoctorNow : std::uint8_t { kFree, kAsked, kBusy };
DoctorNow DoctorNowOf(const OnDuty& on);
void DrawDoctorMark(const ui::Ui& ui, ImVec2 at, float size, DoctorNow now);
// The request of a contact whose time ran out, while nobody has chosen what is done instead; null for none.
const v1::Mission* UnansweredOf(const App& app, const v1::Contact& contact);

// "Kari Nordmann" or "Ukjent pasient".
std::string PatientName(const ui::Ui& ui, const v1::Contact& contact);
// The same two of a contact of the state, made once for each change: what a frame asks for.
const std::string& NameNow(App& app, const v1::Contact& contact);
const std::string& LineNow(App& app, const v1::Contact& contact);
// What can be chosen, in the order of v1::Sex from SEX_FEMALE on, and of the region's municipalities.
// What stands where a promise is typed cannot be read as one.
bool BadPromise(App& app, std::int64_t contact_id, const MeasureDraft& draft);
const std::vector<std::string>& SexOptions(App& app);
const std::vector<std::string>& MunicipalityOptions(App& app);
// "71 år K · Alver".
std::string PatientLine(const ui::Ui& ui, const domain::State& state, const v1::Contact& contact);
std::string MunicipalityName(const domain::State& state, const std::string& number);
std::string DoctorName(const domain::State& state, const std::string& doctor_id);
// The complaint in words; empty where there is none.
std::string ComplaintName(const App& app, const v1::Contact& contact);
// Who has it and what is planned: "Hjemmebesøk, Dr. Berg: på vei", "Kari O. vurderer", "Parkert 04:12".
// Without names for the wall: "Hjemmebesøk: på vei", "Tatt".
std::string PlanLine(App& app, const v1::Contact& contact, bool names = true);
// Of such a line, where there is no room for all of it, how far it has come: "på vei".
std::string_view PlanToFit(const ui::Ui& ui, ImFont* font, std::string_view plan, float width);
// The second opinion that waits for an answer; null for none. "Kari Nes spurte Anne Nilsen for 3 min siden".
const v1::Consult* OpenConsult(const v1::Contact& contact);
std::string ConsultLine(App& app, const v1::Consult& consult);
// Everybody but `user_id` who has worked with it, or has its mission: who may have read what it says.
std::string ReadersOf(const domain::State& state, const v1::Contact& contact, const std::string& user_id);
struct WarningNow {
  const v1::Warning* warning;
  // "Aggressiv hund · til 30.12. · Kari Nes".
  std::string words;
};
// Those that hold for the contact as it is, and for the number and the address that are being typed.
const std::vector<WarningNow>& WarningsNow(App& app, const v1::Contact& contact);
// "19:05", and where AMK has given the patient back "19:05 · Gitt tilbake 19:25". `taken` is the first part.
std::string AmkHadIt(const ui::Ui& ui, const v1::Red& red, const std::string& taken);
// "Jon Berg: På vei · Olav Haugen, Haster".
std::string DivertText(App& app, const v1::Mission& mission);
// A refusal in words.
std::string RefusalText(const ui::Ui& ui, const v1::Refusal& refusal);
// Why nothing was taken at all.
std::string StatusText(const ui::Ui& ui, const absl::Status& status);

}  // namespace legevakt::console
