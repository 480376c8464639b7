#include "central/store/export_tables.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include "central/store/export_values.h"

namespace legevakt::store {
namespace {

// A column: its name, and how a record gives its cell.
template <typename... Record>
using Column = std::pair<const char*, std::function<Cell(const Record&...)>>;

// What one row of contacts is made of.
struct ContactRow {
  const v1::Contact& contact;
  const ContactFacts& facts;
  // The first call; null for a contact without one.
  const v1::Call* call = nullptr;
  // The first and the last assessment that are this patient's; null for none.
  const v1::Assessment* first = nullptr;
  const v1::Assessment* last = nullptr;
  // The last mission that somebody began, else the last one; null for none.
  const v1::Mission* mission = nullptr;
};

template <typename Map>
auto* Find(const Map& map, std::int64_t id) {
  const auto found = map.find(id);
  return found == map.end() ? nullptr : &found->second;
}

ContactRow RowOf(const History& history, const v1::Contact& contact) {
  static const ContactFacts kNone;
  const ContactFacts* facts = Find(history.facts, contact.contact_id());
  ContactRow row{.contact = contact, .facts = facts == nullptr ? kNone : *facts};
  if (contact.call_ids_size() > 0) {
    row.call = Find(history.calls, *std::min_element(contact.call_ids().begin(), contact.call_ids().end()));
  }
  for (const v1::Assessment& assessment : contact.assessments()) {
    if (assessment.wrong_patient()) continue;
    if (row.first == nullptr) row.first = &assessment;
    row.last = &assessment;
  }
  for (const std::int64_t id : contact.mission_ids()) {
    const v1::Mission* mission = Find(history.missions, id);
    if (mission == nullptr) continue;
    if (row.mission == nullptr || mission->accepted_us() != 0 || row.mission->accepted_us() == 0)
      row.mission = mission;
  }
  return row;
}

using ContactColumns = std::vector<Column<ContactRow>>;

void AddPatient(ContactColumns& columns, const ExportClock& clock) {
  const ContactColumns more = {
      {"contact_id", [](const ContactRow& r) -> Cell { return r.contact.contact_id(); }},
      {"state", [](const ContactRow& r) { return WordOf(r.contact.state()); }},
      {"archived", [](const ContactRow& r) -> Cell { return r.facts.archived; }},
      {"opened", [clock](const ContactRow& r) { return clock.AsCell(r.contact.opened_us()); }},
      {"closed", [clock](const ContactRow& r) { return clock.AsCell(r.contact.closed_us()); }},
      {"times_closed", [](const ContactRow& r) -> Cell { return std::int64_t{r.facts.times_closed}; }},
      {"responsible", [](const ContactRow& r) { return TextOrEmpty(r.contact.responsible()); }},
      {"municipality", [](const ContactRow& r) { return TextOrEmpty(r.contact.intake().municipality()); }},
      {"age_months",
       [](const ContactRow& r) -> Cell {
         return r.contact.intake().has_age_months() ? Cell(std::int64_t{r.contact.intake().age_months()})
                                                    : Cell();
       }},
      {"sex", [](const ContactRow& r) { return WordOf(r.contact.intake().sex()); }},
      {"caller", [](const ContactRow& r) { return WordOf(r.contact.intake().relation()); }},
      {"mode_of_contact",
       [](const ContactRow& r) { return r.call == nullptr ? Cell() : WordOf(r.call->kind()); }},
      {"external_ref",
       [](const ContactRow& r) { return r.call == nullptr ? Cell() : TextOrEmpty(r.call->external_ref()); }},
      {"calls", [](const ContactRow& r) -> Cell { return std::int64_t{r.contact.call_ids_size()}; }},
      {"missions", [](const ContactRow& r) -> Cell { return std::int64_t{r.contact.mission_ids_size()}; }},
  };
  columns.insert(columns.end(), more.begin(), more.end());
}

void AddUrgency(ContactColumns& columns, const std::shared_ptr<const ExportTools>& codes) {
  const ContactColumns more = {
      {"complaint", [](const ContactRow& r) { return TextOrEmpty(r.contact.complaint_id()); }},
      {"icpc2",
       [codes](const ContactRow& r) {
         return codes->Icpc2(r.contact.tool_hash(), r.contact.complaint_id());
       }},
      {"hastegrad", [](const ContactRow& r) { return WordOf(r.contact.hastegrad()); }},
      {"level", [](const ContactRow& r) { return TextOrEmpty(r.contact.level_id()); }},
      {"suggested_hastegrad",
       [](const ContactRow& r) {
         return r.last == nullptr ? Cell() : WordOf(r.last->suggestion().hastegrad());
       }},
      {"suggested_level",
       [](const ContactRow& r) {
         return r.last == nullptr ? Cell() : TextOrEmpty(r.last->suggestion().level_id());
       }},
      {"first_hastegrad",
       [](const ContactRow& r) { return r.first == nullptr ? Cell() : WordOf(r.first->hastegrad()); }},
      {"assessments", [](const ContactRow& r) -> Cell { return std::int64_t{r.contact.assessments_size()}; }},
      {"measure", [](const ContactRow& r) { return WordOf(r.contact.measure()); }},
      {"doctor",
       [](const ContactRow& r) {
         return r.mission == nullptr ? Cell() : TextOrEmpty(r.mission->owner_id());
       }},
      {"outcome",
       [](const ContactRow& r) { return r.mission == nullptr ? Cell() : WordOf(r.mission->outcome()); }},
  };
  columns.insert(columns.end(), more.begin(), more.end());
}

void AddSteps(ContactColumns& columns, const ExportClock& clock) {
  const auto mission_time = [clock](std::int64_t (v1::Mission::*time)() const) {
    return [clock, time](const ContactRow& r) {
      return r.mission == nullptr ? Cell() : clock.AsCell((r.mission->*time)());
    };
  };
  const ContactColumns more = {
      {"first_assessed",
       [clock](const ContactRow& r) { return r.first == nullptr ? Cell() : clock.AsCell(r.first->at_us()); }},
      {"last_assessed",
       [clock](const ContactRow& r) { return r.last == nullptr ? Cell() : clock.AsCell(r.last->at_us()); }},
      {"decided", [clock](const ContactRow& r) { return clock.AsCell(r.facts.decided_us); }},
      {"requested", mission_time(&v1::Mission::requested_us)},
      {"accepted", mission_time(&v1::Mission::accepted_us)},
      {"under_way", mission_time(&v1::Mission::under_way_us)},
      {"with_patient", mission_time(&v1::Mission::with_patient_us)},
      {"mission_ended", mission_time(&v1::Mission::ended_us)},
      {"red_raised", [clock](const ContactRow& r) { return clock.AsCell(r.contact.red().raised_us()); }},
      {"red_amk_confirmed",
       [clock](const ContactRow& r) { return clock.AsCell(r.contact.red().amk_confirmed_us()); }},
      {"red_doctor_confirmed",
       [clock](const ContactRow& r) { return clock.AsCell(r.contact.red().doctor_confirmed_us()); }},
      {"promised_by", [clock](const ContactRow& r) { return clock.AsCell(r.contact.promise().by_us()); }},
      {"note_entered", [clock](const ContactRow& r) { return clock.AsCell(r.contact.note_entered_us()); }},
      {"reopened_times",
       [](const ContactRow& r) -> Cell { return std::int64_t{r.contact.reopened_times()}; }},
      {"merged_into", [](const ContactRow& r) { return NumberOrEmpty(r.contact.merged_into()); }},
  };
  columns.insert(columns.end(), more.begin(), more.end());
}

template <typename Record, typename Map, typename RowFn>
Table MakeTable(const char* name, const std::vector<Column<Record>>& columns, const Map& records,
                RowFn row_of) {
  Table table{.name = name, .columns = {}, .rows = {}};
  for (const auto& [column, cell] : columns) table.columns.emplace_back(column);
  table.rows.reserve(records.size());
  for (const auto& [id, record] : records) {
    const Record& row = row_of(record);
    std::vector<Cell>& cells = table.rows.emplace_back();
    cells.reserve(columns.size());
    for (const auto& [column, cell] : columns) cells.push_back(cell(row));
  }
  return table;
}

template <typename Ids>
Cell IdList(const Ids& ids) {
  std::string list;
  for (const std::int64_t id : ids) list += (list.empty() ? "" : ";") + std::to_string(id);
  return TextOrEmpty(list);
}

}  // namespace

Table ContactsTable(const History& history) {
  const ExportClock clock(history);
  ContactColumns columns;
  AddPatient(columns, clock);
  AddUrgency(columns, std::make_shared<ExportTools>(history));
  AddSteps(columns, clock);
  return MakeTable<ContactRow>("contacts", columns, history.contacts,
                               [&](const v1::Contact& contact) { return RowOf(history, contact); });
}

Table CallsTable(const History& history) {
  const ExportClock clock(history);
  const std::vector<Column<v1::Call>> columns = {
      {"call_id", [](const v1::Call& c) -> Cell { return c.call_id(); }},
      {"kind", [](const v1::Call& c) { return WordOf(c.kind()); }},
      {"lane", [](const v1::Call& c) { return WordOf(c.lane()); }},
      {"state", [](const v1::Call& c) { return WordOf(c.state()); }},
      {"external_ref", [](const v1::Call& c) { return TextOrEmpty(c.external_ref()); }},
      {"municipality", [](const v1::Call& c) { return TextOrEmpty(c.municipality()); }},
      {"rang", [clock](const v1::Call& c) { return clock.AsCell(c.ringing_us()); }},
      {"answered", [clock](const v1::Call& c) { return clock.AsCell(c.answered_us()); }},
      {"ended", [clock](const v1::Call& c) { return clock.AsCell(c.ended_us()); }},
      {"lost", [clock](const v1::Call& c) { return clock.AsCell(c.lost_us()); }},
      // From the ring at an operator to the answer: the national definition.
      {"answer_ms",
       [](const v1::Call& c) {
         const bool measured = c.ringing_us() != 0 && c.answered_us() != 0;
         return measured ? Cell((c.answered_us() - c.ringing_us()) / 1'000) : Cell();
       }},
      {"answered_by", [](const v1::Call& c) { return TextOrEmpty(c.answered_by().user_id()); }},
      {"callback_tries", [](const v1::Call& c) -> Cell { return std::int64_t{c.callback_tries()}; }},
      {"contact_ids", [](const v1::Call& c) { return IdList(c.contact_ids()); }},
  };
  return MakeTable<v1::Call>("calls", columns, history.calls,
                             [](const v1::Call& c) -> const v1::Call& { return c; });
}

Table MissionsTable(const History& history) {
  const ExportClock clock(history);
  const std::vector<Column<v1::Mission>> columns = {
      {"mission_id", [](const v1::Mission& m) -> Cell { return m.mission_id(); }},
      {"contact_id", [](const v1::Mission& m) -> Cell { return m.contact_id(); }},
      {"measure", [](const v1::Mission& m) { return WordOf(m.measure()); }},
      {"state", [](const v1::Mission& m) { return WordOf(m.state()); }},
      {"doctor", [](const v1::Mission& m) { return TextOrEmpty(m.owner_id()); }},
      {"station", [](const v1::Mission& m) { return TextOrEmpty(m.station_id()); }},
      {"planned", [clock](const v1::Mission& m) { return clock.AsCell(m.planned_us()); }},
      {"requested", [clock](const v1::Mission& m) { return clock.AsCell(m.requested_us()); }},
      {"expires", [clock](const v1::Mission& m) { return clock.AsCell(m.expires_us()); }},
      {"accepted", [clock](const v1::Mission& m) { return clock.AsCell(m.accepted_us()); }},
      {"under_way", [clock](const v1::Mission& m) { return clock.AsCell(m.under_way_us()); }},
      {"with_patient", [clock](const v1::Mission& m) { return clock.AsCell(m.with_patient_us()); }},
      {"ended", [clock](const v1::Mission& m) { return clock.AsCell(m.ended_us()); }},
      {"cannot_reason", [](const v1::Mission& m) { return WordOf(m.cannot_reason()); }},
      {"outcome", [](const v1::Mission& m) { return WordOf(m.outcome()); }},
      {"requested_by", [](const v1::Mission& m) { return TextOrEmpty(m.requested_by().user_id()); }},
      {"last_step_by", [](const v1::Mission& m) { return TextOrEmpty(m.last_step_by().user_id()); }},
      {"diverted_to", [](const v1::Mission& m) { return NumberOrEmpty(m.diverted_to()); }},
  };
  return MakeTable<v1::Mission>("missions", columns, history.missions,
                                [](const v1::Mission& m) -> const v1::Mission& { return m; });
}

}  // namespace legevakt::store
