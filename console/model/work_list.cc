#include "console/model/work_list.h"

#include <algorithm>
#include <vector>

#include "base/time_units.h"
#include "central/domain/queue_order.h"
#include "central/domain/warnings.h"
#include "central/domain/words.h"
#include "console/model/format.h"
#include "console/model/language.h"
#include "console/model/triage_form.h"
#include "triage/evaluator/tool.h"

namespace legevakt::console {
namespace {

constexpr std::int64_t kOldestUs = 45 * kSecondUs;
constexpr std::int64_t kSoonestUs = 10 * kSecondUs;
// Empty rows for what comes in while it lasts.
constexpr int kNewCases = 12;

std::size_t Letters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

class Page {
 public:
  void Line(std::string_view text, std::size_t indent = 0) {
    std::string line(indent, ' ');
    while (!text.empty()) {
      const auto end = std::min(text.find_first_of(" \n"), text.size());
      const std::string_view word = text.substr(0, end);
      const bool first = Letters(line) <= indent;
      if (!first && Letters(line) + 1 + Letters(word) > kWorkListColumns) {
        Put(line);
        line.assign(indent, ' ');
      } else if (!first) {
        line += ' ';
      }
      line += word;
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    Put(line);
  }
  void Rule(char c) { Put(std::string(kWorkListColumns, c)); }
  void Blank() { text_ += "\n"; }
  std::string Take() { return std::move(text_); }

 private:
  void Put(const std::string& line) { text_ += line + "\n"; }
  std::string text_;
};

void Add(std::string& line, std::string_view part, std::string_view between = " · ") {
  if (part.empty()) return;
  if (!line.empty()) line += between;
  line += part;
}

std::string Named(text::Lang lang, const char* key, std::string_view value) {
  return value.empty() ? std::string() : text::Format(lang, key, {{"value", value}});
}

std::string Complaint(const domain::State& state, const ToolCache& tools, text::Lang lang,
                      const v1::Contact& contact) {
  const auto& hash = contact.tool_hash().empty() ? state.active_tool_hash : contact.tool_hash();
  const triage::Tool* tool = tools.Find(hash);
  if (tool == nullptr || contact.complaint_id().empty()) return contact.complaint_id();
  const triage::Index index = tool->FindComplaint(contact.complaint_id());
  if (index == triage::kNone) return contact.complaint_id();
  return In(lang, tool->complaints()[index].name);
}

std::string Plan(const domain::State& state, text::Lang lang, const v1::Contact& contact) {
  std::string plan;
  for (const auto id : contact.mission_ids()) {
    const v1::Mission* mission = state.FindMission(id);
    if (mission == nullptr || !domain::IsOpen(*mission)) continue;
    const v1::Doctor* doctor = state.FindDoctor(mission->owner_id());
    std::string line(domain::Word(lang, mission->measure()));
    if (doctor != nullptr) line += ", " + doctor->name() + " " + PhoneText(doctor->phone());
    line += ": ";
    line += domain::Word(lang, mission->state());
    Add(plan, line, "; ");
  }
  if (plan.empty() && contact.measure() != v1::MEASURE_UNSPECIFIED)
    plan = domain::Word(lang, contact.measure());
  return plan.empty() ? std::string(text::Get(lang, "shell.paper.no_plan")) : plan;
}

// What may hurt somebody, and what must be known before one rings: as on the screen, and warnings for the
// number and the address.
void AddCautions(Page& page, const domain::State& state, text::Lang lang, const v1::Contact& contact) {
  const v1::Intake& intake = contact.intake();
  std::string line;
  if (intake.threat()) Add(line, text::Get(lang, "console.contact.threat"));
  if (intake.has_safe_to_call_back() && !intake.safe_to_call_back())
    Add(line, text::Get(lang, "console.contact.not_safe"));
  if (intake.protected_address()) Add(line, text::Get(lang, "console.contact.protected"));
  if (!intake.interpreter().empty())
    Add(line, text::Format(lang, "console.contact.interpreter",
                           {{"lang", LanguageName(lang, intake.interpreter())}}));
  if (intake.hearing_impaired()) Add(line, text::Get(lang, "console.contact.hearing"));
  if (!line.empty()) page.Line(Named(lang, "shell.paper.caution", line), 4);
  for (const v1::Warning* warning : domain::WarningsFor(state, contact)) {
    const std::string words = text::Format(lang, "console.warning.line",
                                           {{"text", warning->personal().text()},
                                            {"until", DayMonth(warning->until_us())},
                                            {"by", warning->by().name()}});
    page.Line(Named(lang, "shell.paper.caution", words), 4);
  }
}

// The patient's, or else the one that rang.
std::string PhoneOf(const domain::State& state, const v1::Contact& contact) {
  if (!contact.personal().phone().empty()) return contact.personal().phone();
  for (const auto id : contact.call_ids()) {
    const v1::Call* call = state.FindCall(id);
    if (call != nullptr && !call->personal().phone().empty()) return call->personal().phone();
  }
  return {};
}

void AddContact(Page& page, const domain::State& state, const ToolCache& tools, text::Lang lang,
                const v1::Contact& contact, int number) {
  const auto& personal = contact.personal();
  std::string head = std::to_string(number) + ". [" + std::string(domain::Letter(contact.hastegrad())) + "] ";
  head +=
      personal.name().empty() ? text::Get(lang, "domain.unknown_patient") : std::string_view(personal.name());
  Add(head, AgeText(lang, contact.intake()));
  Add(head, SexText(lang, contact.intake().sex()));
  Add(head, personal.national_id());
  page.Line(head);
  AddCautions(page, state, lang, contact);
  const v1::Municipality* municipality = state.FindMunicipality(contact.intake().municipality());
  std::string where = Named(lang, "shell.paper.phone", PhoneText(PhoneOf(state, contact)));
  Add(where, personal.address());
  Add(where, municipality == nullptr ? std::string() : municipality->name());
  if (!where.empty()) page.Line(where, 4);
  std::string what = Complaint(state, tools, lang, contact);
  Add(what, personal.text());
  if (!what.empty()) page.Line(what, 4);
  std::string when = text::Format(lang, "shell.paper.opened", {{"at", ClockHm(contact.opened_us())}});
  Add(when, text::Format(lang, "shell.paper.deadline",
                         {{"what", domain::Word(lang, contact.deadline().kind())},
                          {"at", ClockHm(contact.deadline().at_us())}}));
  if (contact.promise().by_us() != 0)
    Add(when, text::Format(lang, "shell.paper.promised", {{"at", ClockHm(contact.promise().by_us())}}));
  page.Line(when, 4);
  std::string plan = Plan(state, lang, contact);
  Add(plan, Named(lang, "shell.paper.owner",
                  contact.has_claim() ? contact.claim().by().name() : contact.owner().name()));
  page.Line(plan, 4);
  if (contact.has_red() &&
      (contact.red().amk_confirmed_us() == 0 || contact.red().doctor_confirmed_us() == 0))
    page.Line(text::Format(lang, "shell.paper.red", {{"phone", state.region.amk_phone()}}), 4);
  if (contact.red().given_back_us() != 0)
    page.Line(text::Format(lang, "shell.paper.given_back", {{"at", ClockHm(contact.red().given_back_us())}}),
              4);
  if (contact.intake().care_plan()) page.Line(text::Get(lang, "domain.care_plan"), 4);
  page.Blank();
}

void AddDoctors(Page& page, const domain::State& state, text::Lang lang) {
  page.Line(text::Get(lang, "shell.paper.doctors"));
  for (const auto& doctor : state.region.doctors()) {
    const v1::DoctorDuty* duty = state.FindDuty(doctor.doctor_id());
    if (duty == nullptr || !duty->on_duty()) continue;
    page.Line(doctor.name() + " · " + std::string(domain::Word(lang, duty->duty_role())) + " · " +
                  PhoneText(doctor.phone()),
              4);
  }
  page.Line(Named(lang, "shell.paper.amk", state.region.amk_phone()), 4);
  page.Blank();
}

// Whom one rings about what: the card of it is not there without central.
void AddDirectory(Page& page, const domain::State& state, text::Lang lang) {
  if (state.region.directory().empty()) return;
  page.Line(text::Get(lang, "shell.paper.directory"));
  for (const auto& entry : state.region.directory()) {
    std::string line = entry.name() + " · " + PhoneText(entry.phone());
    Add(line, entry.note());
    page.Line(line, 4);
  }
  page.Blank();
}

void AddCallbacks(Page& page, const domain::State& state, text::Lang lang) {
  const auto callbacks = domain::CallbacksDue(state);
  if (callbacks.empty()) return;
  page.Line(text::Get(lang, "shell.paper.callbacks"));
  for (const auto* call : callbacks) {
    page.Line(PhoneText(call->personal().phone()) + " · " +
                  text::Format(lang, "shell.paper.callback", {{"at", ClockHm(call->callback_due_us())}}),
              4);
  }
  page.Blank();
}

void AddNewCases(Page& page, text::Lang lang) {
  page.Rule('-');
  page.Line(text::Get(lang, "shell.paper.new_cases"));
  page.Line(text::Get(lang, "shell.paper.new_cases_how"));
  page.Blank();
  for (int i = 1; i <= kNewCases; ++i) {
    page.Line("P" + std::to_string(i) + (i < 10 ? ". " : ".") + " " +
              std::string(text::Get(lang, "shell.paper.new_case_1")));
    page.Line(text::Get(lang, "shell.paper.new_case_2"), 4);
    page.Blank();
  }
}

}  // namespace

std::string WorkList(const domain::State& state, const ToolCache& tools, text::Lang lang,
                     std::int64_t now_us) {
  Page page;
  page.Line(text::Format(
      lang, "shell.paper.title",
      {{"centre", state.region.centre_name()}, {"day", DayMonth(now_us)}, {"at", ClockHms(now_us)}}));
  page.Line(text::Get(lang, "shell.paper.private"));
  page.Rule('=');
  AddDoctors(page, state, lang);
  AddCallbacks(page, state, lang);
  const auto queue = domain::Queue(state);
  page.Line(text::Format(lang, "shell.paper.open", {{"n", std::to_string(queue.size())}}));
  page.Blank();
  int number = 0;
  for (const auto* contact : queue) AddContact(page, state, tools, lang, *contact, ++number);
  AddDirectory(page, state, lang);
  AddNewCases(page, lang);
  return page.Take();
}

bool WorkListClock::Due(std::int64_t mono_us, std::int64_t revision) {
  const std::int64_t age_us = mono_us - written_us_;
  const bool due = written_us_ < 0 || age_us >= kOldestUs || (revision != revision_ && age_us >= kSoonestUs);
  if (!due) return false;
  written_us_ = mono_us;
  revision_ = revision;
  return true;
}

}  // namespace legevakt::console
