// A case that was taken on paper while nothing worked, entered afterwards with the times that it really had.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "legevakt/v1/command.pb.h"
#include "triage/evaluator/tool.h"

namespace legevakt::console {

namespace v1 = legevakt::v1;

// In the order of the form: each has the digit that it has there.
inline constexpr std::array kPaperMeasures = {
    v1::MEASURE_ADVICE,     v1::MEASURE_DOCTOR_PHONE, v1::MEASURE_VIDEO,    v1::MEASURE_STATION,
    v1::MEASURE_HOME_VISIT, v1::MEASURE_SATELLITE,    v1::MEASURE_OWN_TEAM, v1::MEASURE_HOME_CARE,
    v1::MEASURE_OWN_GP,     v1::MEASURE_AMK,          v1::MEASURE_REFERRED};

// As typed. Times are of the wall, "2140" or "21:40"; one that lies ahead is yesterday's.
struct PaperCase {
  std::string answered;
  std::string ended;
  std::string phone;
  std::string name;
  std::string age;
  int sex = -1;
  int municipality = -1;
  std::string situation;
  std::string complaint;
  // By its place among the tool's levels, most urgent first.
  int level = -1;
  std::string assessed;
  // Of a red: when AMK took over and the doctor confirmed.
  std::string amk;
  std::string doctor;
  // The case is done; else it stays open, and its deadlines run.
  bool done = false;
  // What was done, by its place in kPaperMeasures.
  int measure = 0;
  std::string closed;
  std::string safety_net;

  // --- how far it has come
  // The contact that its call has opened; 0 before central has accepted that.
  std::int64_t contact_id = 0;
  // What central has accepted, by PartOf: a mark of the command as it was then. A part that is typed
  // otherwise afterwards is sent again.
  std::map<std::string, std::string> accepted;
  // The part that was sent and has no answer yet (base64 of the command), and the request's id: nobody knows
  // whether central has it. It is sent again as it was, with the same id, and does nothing twice; what was
  // corrected since goes after it.
  std::string asked;
  std::string asked_id;
  // `answered` as it was typed when the call was sent.
  std::string called_as;
};

// The time of day as typed, in the last 24 hours before `now_us`; nothing where it cannot be read.
std::optional<std::int64_t> TimeBefore(std::string_view typed, std::int64_t now_us);

// The key of the sentence that says what is missing or wrong; empty where it can be entered.
std::string_view ProblemOf(const PaperCase& paper, const triage::Tool* tool, std::int64_t now_us);

// Something is typed that central does not have.
bool Touched(const PaperCase& paper);
// The level that is chosen is the most urgent: AMK and a doctor are to confirm it.
bool IsRed(const PaperCase& paper, const triage::Tool* tool);
// "call", "opened_time", "intake", "assessment", "amk", "amk_time", "doctor", "doctor_time" or "closing".
std::string_view PartOf(const v1::Command& command);
// What was asked and has no answer; then the first part that central has not accepted as it is typed now;
// nothing where it has all of it.
std::optional<v1::Command> NextOf(const PaperCase& paper, const triage::Tool* tool,
                                  const std::string& municipality, std::int64_t now_us);
// The id to send this part with: the one before, where the same was sent and not answered.
std::string AskedId(PaperCase& paper, const v1::Command& command);
// Central has answered.
void Answered(PaperCase& paper);
// Central has done this; `contact_id` is the one that a call has opened.
void Accept(PaperCase& paper, const v1::Command& command, std::int64_t contact_id);

// What begins it: a call with its true times. The rest goes to the contact that this opens, in this order.
v1::Command CallOf(const PaperCase& paper, const std::string& municipality, std::int64_t now_us);
std::vector<v1::Command> RestOf(const PaperCase& paper, const triage::Tool* tool,
                                const std::string& municipality, std::int64_t contact_id,
                                std::int64_t now_us);

}  // namespace legevakt::console
