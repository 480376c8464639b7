#include "central/store/vakttarn.h"

#include <algorithm>

#include "central/store/export_values.h"

namespace legevakt::store {
namespace {

constexpr std::int32_t kMonthsInAYear = 12;

// Volven 3101: 1 is a man, 2 a woman, 9 not stated.
Cell SexCode(v1::Sex sex) {
  switch (sex) {
    case v1::SEX_MALE:
      return std::int64_t{1};
    case v1::SEX_FEMALE:
      return std::int64_t{2};
    default:
      return std::int64_t{9};
  }
}

const v1::Call* FirstCall(const History& history, const v1::Contact& contact) {
  const v1::Call* first = nullptr;
  for (const std::int64_t id : contact.call_ids()) {
    const auto call = history.calls.find(id);
    if (call != history.calls.end() && (first == nullptr || id < first->call_id())) first = &call->second;
  }
  return first;
}

// When the patient's side began: the ring, else the answer, else the contact itself.
std::int64_t BegunUs(const v1::Contact& contact, const v1::Call* call) {
  if (call != nullptr && call->ringing_us() != 0) return call->ringing_us();
  if (call != nullptr && call->answered_us() != 0) return std::min(call->answered_us(), contact.opened_us());
  return contact.opened_us();
}

// How they came, and of the telephone who rang.
const char* ModeOfContact(const v1::Contact& contact, const v1::Call* call) {
  const v1::CallerRelation relation = contact.intake().relation();
  const v1::CallKind kind = call == nullptr ? v1::CALL_KIND_UNSPECIFIED : call->kind();
  if (kind == v1::CALL_KIND_WALK_IN) return "walk_in";
  if (kind == v1::CALL_KIND_AMK || relation == v1::CALLER_RELATION_AMK) return "amk";
  if (relation == v1::CALLER_RELATION_POLICE) return "police";
  if (relation == v1::CALLER_RELATION_NURSING_HOME || relation == v1::CALLER_RELATION_HOME_CARE) {
    return "health_personnel";
  }
  if (call != nullptr && call->lane() == v1::CALL_LANE_PROFESSIONAL) return "health_personnel";
  if (kind == v1::CALL_KIND_MESSAGE) return "message";
  return kind == v1::CALL_KIND_PHONE ? "phone" : "other";
}

const char* Colour(v1::Hastegrad hastegrad) {
  switch (hastegrad) {
    case v1::HASTEGRAD_AKUTT:
      return "red";
    case v1::HASTEGRAD_HASTER:
      return "yellow";
    case v1::HASTEGRAD_VANLIG:
      return "green";
    default:
      return "";
  }
}

// What was done first, in the groups of the published reports.
const char* Action(v1::Measure measure) {
  switch (measure) {
    case v1::MEASURE_ADVICE:
      return "nurse_advice";
    case v1::MEASURE_DOCTOR_PHONE:
      return "doctor_phone";
    case v1::MEASURE_VIDEO:
      return "doctor_video";
    case v1::MEASURE_STATION:
    case v1::MEASURE_SATELLITE:
      return "doctor_consultation";
    case v1::MEASURE_HOME_VISIT:
    case v1::MEASURE_OWN_TEAM:
      return "home_visit";
    case v1::MEASURE_AMK:
      return "amk";
    case v1::MEASURE_HOME_CARE:
    case v1::MEASURE_OWN_GP:
    case v1::MEASURE_REFERRED:
      return "referred";
    case v1::MEASURE_NOT_MEDICAL:
      return "not_medical";
    default:
      return "";
  }
}

}  // namespace

Table VakttarnTable(const History& history) {
  const ExportClock clock(history);
  const ExportTools tools(history);
  Table table{.name = "vakttarn",
              .columns = {"contact_id", "date", "time", "age_years", "sex_code", "municipality",
                          "mode_of_contact", "urgency", "urgency_colour", "urgency_first", "first_action",
                          "action", "icpc2", "icpc2_source"},
              .rows = {}};
  for (const auto& [id, contact] : history.contacts) {
    // Its story goes on in another: counted there.
    if (contact.state() == v1::CONTACT_STATE_MERGED) continue;
    const v1::Call* call = FirstCall(history, contact);
    const auto first = std::find_if(contact.assessments().begin(), contact.assessments().end(),
                                    [](const v1::Assessment& one) { return !one.wrong_patient(); });
    const auto facts = history.facts.find(id);
    const v1::Measure first_measure = facts == history.facts.end() || facts->second.measures.empty()
                                          ? contact.measure()
                                          : facts->second.measures.front();
    const std::int64_t begun_us = BegunUs(contact, call);
    const Cell icpc2 = tools.Icpc2(contact.tool_hash(), contact.complaint_id());
    const bool has_code = !std::holds_alternative<std::monostate>(icpc2);
    table.rows.push_back({contact.contact_id(), TextOrEmpty(clock.Format("%Y-%m-%d", begun_us)),
                          TextOrEmpty(clock.Format("%H:%M", begun_us)),
                          contact.intake().has_age_months()
                              ? Cell(std::int64_t{contact.intake().age_months() / kMonthsInAYear})
                              : Cell(),
                          SexCode(contact.intake().sex()), TextOrEmpty(contact.intake().municipality()),
                          std::string(ModeOfContact(contact, call)), WordOf(contact.hastegrad()),
                          TextOrEmpty(Colour(contact.hastegrad())),
                          first == contact.assessments().end() ? Cell() : WordOf(first->hastegrad()),
                          TextOrEmpty(Action(first_measure)), TextOrEmpty(Action(contact.measure())), icpc2,
                          has_code ? Cell(std::string("complaint")) : Cell()});
  }
  return table;
}

}  // namespace legevakt::store
