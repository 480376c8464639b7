#include <algorithm>

#include "base/limits.h"
#include "central/domain/decide_internal.h"
#include "central/domain/service.h"

namespace legevakt::domain {
namespace internal {
namespace {

// An announcement is for tonight.
constexpr std::int64_t kRestartAheadUs = kDayUs;

void ChangeNotice(Deciding& deciding, auto change) {
  v1::ServiceNotice notice = deciding.state.notice;
  change(notice);
  if (notice.SerializeAsString() == deciding.state.notice.SerializeAsString()) return;
  *deciding.Add().mutable_notice_changed()->mutable_notice() = std::move(notice);
}

Decision NoticeWith(const State& state, const Context& context, auto change) {
  Deciding deciding{state, context, 0, {}};
  ChangeNotice(deciding, change);
  return std::move(deciding.decision);
}

// An administrator takes a contact out for whoever has the right to it, and looks for nobody.
bool MayRead(v1::Role role) {
  return MayLookUp(role) || role == v1::ROLE_ADMIN;
}

bool GivesAReason(Deciding& deciding, const std::string& reason) {
  if (reason.empty()) return deciding.Refuse(v1::REASON_NEEDS_REASON);
  return TextFits(deciding, reason, limits::kShortTextBytesMax, "reason");
}

void Announce(Deciding& deciding, std::int64_t at_us, bool even_with_red) {
  if (at_us != 0) {
    if (at_us < deciding.now_us() || at_us > deciding.now_us() + kRestartAheadUs) {
      deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "at_us"}});
      return;
    }
    if (const int reds = PendingReds(deciding.state); reds > 0 && !even_with_red) {
      deciding.Refuse(v1::REASON_RED_IS_OPEN, {{"count", std::to_string(reds)}});
      return;
    }
  }
  ChangeNotice(deciding, [&](v1::ServiceNotice& notice) { notice.set_restart_at_us(at_us); });
}

void Searched(Deciding& deciding, const std::string& what, const std::string& reason, int found) {
  if (!MayLookUp(deciding.actor().role())) {
    deciding.Refuse(v1::REASON_NOT_ALLOWED);
    return;
  }
  if (!GivesAReason(deciding, reason) || !TextFits(deciding, what, limits::kTextBytesMax, "text")) return;
  v1::Event& event = deciding.Add();
  event.mutable_personal()->set_text(what.empty() ? reason : what + ": " + reason);
  event.mutable_record_searched()->set_found(found);
}

void Read(Deciding& deciding, std::int64_t contact_id, const std::string& reason) {
  if (!MayRead(deciding.actor().role())) {
    deciding.Refuse(v1::REASON_NOT_ALLOWED);
    return;
  }
  const v1::Contact* contact = deciding.state.FindContact(contact_id);
  const std::string& user = deciding.actor().user_id();
  const bool own = contact != nullptr && IsOpen(*contact) &&
                   (contact->owner().user_id() == user || contact->claim().by().user_id() == user);
  if (own || !GivesAReason(deciding, reason)) return;
  v1::Event& event = deciding.Add();
  event.mutable_personal()->set_text(reason);
  event.mutable_record_read()->set_contact_id(contact_id);
}

}  // namespace
}  // namespace internal

int PendingReds(const State& state) {
  return static_cast<int>(std::count_if(state.contacts.begin(), state.contacts.end(), [](const auto& entry) {
    return IsOpen(entry.second) && IsPending(entry.second.red());
  }));
}

Decision AnnounceRestart(const State& state, std::int64_t at_us, bool even_with_red, const Context& context) {
  internal::Deciding deciding{state, context, 0, {}};
  internal::Announce(deciding, at_us, even_with_red);
  return std::move(deciding.decision);
}

Decision NoteBackup(const State& state, std::int64_t verified_us, const std::string& problem,
                    const Context& context) {
  return internal::NoticeWith(state, context, [&](v1::ServiceNotice& notice) {
    notice.set_backup_problem(problem);
    if (problem.empty()) notice.set_backup_verified_us(verified_us);
  });
}

Decision NoteRecordProblem(const State& state, const std::string& problem, const Context& context) {
  return internal::NoticeWith(state, context,
                              [&](v1::ServiceNotice& notice) { notice.set_record_problem(problem); });
}

Decision NoteTraining(const State& state, bool training, const Context& context) {
  return internal::NoticeWith(state, context,
                              [&](v1::ServiceNotice& notice) { notice.set_training(training); });
}

bool MayLookUp(v1::Role role) {
  return IsStaff(role) || role == v1::ROLE_DOCTOR;
}

Decision NoteSearch(const State& state, const std::string& what, const std::string& reason, int found,
                    const Context& context) {
  internal::Deciding deciding{state, context, 0, {}};
  internal::Searched(deciding, what, reason, found);
  return std::move(deciding.decision);
}

Decision NoteReading(const State& state, std::int64_t contact_id, const std::string& reason,
                     const Context& context) {
  internal::Deciding deciding{state, context, 0, {}};
  internal::Read(deciding, contact_id, reason);
  return std::move(deciding.decision);
}

}  // namespace legevakt::domain
