#include "console/views/record_text.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "console/model/format.h"
#include "console/model/triage_form.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

std::string CorrectionText(const ui::Ui& ui, const v1::Correction& correction) {
  const std::string& what = correction.what();
  if (what.ends_with("_us")) {
    const auto clock = [](const std::string& us) { return ClockHm(std::atoll(us.c_str())); };
    return text::Format(ui.lang, "console.history.time_corrected",
                        {{"before", clock(correction.before())}, {"after", clock(correction.after())}});
  }
  if (what == "split") {
    const bool from = correction.after().empty();
    return text::Format(
        ui.lang, from ? "domain.note_split_from" : "domain.note_split_into",
        {{"id", from ? correction.before() : correction.after()}, {"who", correction.by().name()}});
  }
  return std::string(ui.T("console.history.wrong_patient"));
}

float HeightOf(ImFont* font, float width, const std::string& text) {
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, width, text.data(), text.data() + text.size()).y;
}

}  // namespace

std::vector<HistoryLine> HistoryOf(const ui::Ui& ui, const domain::State& state, const triage::Tool* tool,
                                   const v1::Contact& contact) {
  std::vector<HistoryLine> lines;
  lines.push_back(
      {contact.opened_us(), contact.opened_by().name(), std::string(ui.T("console.history.opened"))});
  for (const auto id : contact.call_ids()) {
    const v1::Call* call = state.FindCall(id);
    if (call == nullptr) continue;
    std::string text(ui.T("console.history.call"));
    text += " " + PhoneText(call->personal().phone());
    lines.push_back({std::max(call->ringing_us(), call->answered_us()), call->answered_by().name(), text});
  }
  for (const auto& assessment : contact.assessments()) {
    std::string text(EnumWord(ui, v1::Hastegrad_Name(assessment.hastegrad())));
    const triage::Index index =
        tool == nullptr ? triage::kNone : tool->FindComplaint(assessment.complaint_id());
    // By its identifier where the tool is no longer here.
    const std::string& complaint =
        index == triage::kNone ? assessment.complaint_id() : In(ui.lang, tool->complaints()[index].name);
    if (!complaint.empty()) text += " · " + complaint;
    if (assessment.wrong_patient()) text += " · " + std::string(ui.T("domain.wrong_patient"));
    if (!assessment.lowering_reason().empty())
      text +=
          " · " + text::Format(ui.lang, "console.contact.lowered", {{"why", assessment.lowering_reason()}});
    if (assessment.recorded_us() != 0)
      text += " · " +
              text::Format(ui.lang, "console.history.written", {{"at", ClockHm(assessment.recorded_us())}});
    lines.push_back({assessment.at_us(), assessment.by().name(), text});
  }
  for (const auto& note : contact.notes()) {
    std::string text = note.personal().text();
    if (note.wrong_patient()) text += " · " + std::string(ui.T("domain.wrong_patient"));
    // Written afterwards: it stands where it happened, and says when it was written.
    if (note.happened_us() != 0)
      text += " · " + text::Format(ui.lang, "console.history.written", {{"at", ClockHm(note.at_us())}});
    lines.push_back({note.happened_us() != 0 ? note.happened_us() : note.at_us(), note.by().name(), text});
  }
  for (const auto& consult : contact.consults()) {
    lines.push_back({consult.at_us(), consult.by().name(),
                     text::Format(ui.lang, "console.history.asked", {{"text", consult.question().text()}})});
    if (consult.answered_us() != 0)
      lines.push_back(
          {consult.answered_us(), consult.answered_by().name(),
           text::Format(ui.lang, "console.history.advised", {{"text", consult.answer().text()}})});
  }
  for (const auto& correction : contact.corrections())
    lines.push_back({correction.at_us(), correction.by().name(), CorrectionText(ui, correction)});
  // When it was handed over is not in the record: last, and without a time.
  for (const auto& owner : contact.earlier_owners())
    lines.push_back({0, owner.name(), std::string(ui.T("console.history.handed_over"))});
  for (const auto id : contact.mission_ids()) {
    const v1::Mission* mission = state.FindMission(id);
    if (mission == nullptr) continue;
    const std::string head = std::string(MeasureWord(ui, mission->measure())) + ", " +
                             DoctorName(state, mission->owner_id()) + ": ";
    // Who recorded it is known of the first step and of the last.
    const auto add = [&](std::int64_t at_us, v1::MissionState step) {
      if (at_us == 0) return;
      std::string who = step == v1::MISSION_STATE_REQUESTED ? mission->requested_by().name() : std::string();
      if (step == mission->state() && !mission->last_step_by().name().empty())
        who = mission->last_step_by().name();
      lines.push_back({at_us, std::move(who), head + std::string(MissionStateWord(ui, step))});
    };
    add(mission->requested_us(), v1::MISSION_STATE_REQUESTED);
    add(mission->accepted_us(), v1::MISSION_STATE_ACCEPTED);
    add(mission->under_way_us(), v1::MISSION_STATE_UNDER_WAY);
    add(mission->with_patient_us(), v1::MISSION_STATE_WITH_PATIENT);
    add(mission->ended_us(), mission->state());
  }
  if (contact.closed_us() != 0)
    lines.push_back(
        {contact.closed_us(), contact.closed_by().name(), std::string(ui.T("domain.contact_state_closed"))});
  // Of the same moment, the last is the newest.
  std::reverse(lines.begin(), lines.end());
  std::stable_sort(lines.begin(), lines.end(),
                   [](const HistoryLine& a, const HistoryLine& b) { return a.at_us > b.at_us; });
  return lines;
}

void DrawHistoryLines(ui::Ui& ui, ui::Scroll& flow, const std::vector<HistoryLine>& lines,
                      std::int64_t today_us) {
  std::string day = DayMonthYear(today_us);
  for (const auto& line : lines) {
    if (line.at_us != 0 && DayMonthYear(line.at_us) != day) {
      day = DayMonthYear(line.at_us);
      flow.Gap(ui.Px(6));
      ui::Caption(ui, flow.Next(ui.Px(ui::kCaptionHeight)), day);
    }
    const float time = ui.Px(64);
    const float who = std::round((flow.width() - time) * 0.28F);
    const float words = flow.width() - time - who - ui.Px(8);
    const float height = std::max(ui.Px(30), HeightOf(ui.fonts.body, words, line.text) + ui.Px(10));
    Rect row = flow.Next(height);
    ui::RuleBelow(ui, row);
    Rect first = row;
    first.max.y = first.min.y + ui.Px(30);
    const Rect clock = first.CutLeft(time);
    if (line.at_us != 0) Label(ui, clock, ui.fonts.bold, Role::kText, ClockHm(line.at_us));
    Label(ui, first.CutRight(who), ui.fonts.small, Role::kTextDim, line.who, Align::kRight);
    first.CutRight(ui.Px(8));
    const float top = std::round((ui.Px(30) - ui.fonts.body->FontSize) / 2);
    ui::Paragraph(ui, {{first.min.x, row.min.y + top}, {first.max.x, row.max.y}}, ui.fonts.body, Role::kText,
                  line.text);
  }
}

void DrawNotePaper(ui::Ui& ui, ui::Scroll& flow, const std::string& note) {
  const float pad = ui.Px(12);
  const Rect paper = flow.Next(HeightOf(ui.fonts.body, flow.width() - 2 * pad, note) + 2 * pad);
  ui::Fill(ui, paper, Role::kField, ui.Px(3));
  ui::Paragraph(ui, paper.Inset(pad), ui.fonts.body, Role::kText, note);
}

}  // namespace legevakt::console
