// What the frame around the contacts keeps: settings, what was missed while the screen was stale, alarms,
// sound, the work list for paper. Belongs to App; local to this console.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "console/model/alarm_book.h"
#include "console/model/alarm_sound.h"
#include "console/model/figures.h"
#include "console/model/meanwhile.h"
#include "console/model/paper_case.h"
#include "console/model/settings.h"
#include "console/model/work_list.h"

namespace legevakt::console {

// An alarm to put aside, as typed.
struct ShelveInput {
  // The one that stood there when the card was opened, as it was then: what is typed is about this one and no
  // other. Of no kind where there was none.
  domain::Alarm alarm;
  std::string reason;
  // The place among the minutes, -1 for none.
  int choice = -1;
};

// So often what could not be written is tried again.
inline constexpr std::int64_t kTryAgainUs = 1'000'000;

// How it goes with a file of this machine that is written as often as what it holds changes.
struct KeptFile {
  bool failed = false;
  // Local, monotonic.
  std::int64_t tried_us = 0;

  // A disk that is full is not asked in every frame.
  bool MayTry(std::int64_t mono_us) const { return !failed || mono_us - tried_us >= kTryAgainUs; }
  // Gives what it is told.
  bool Took(bool written, std::int64_t mono_us) {
    failed = !written;
    tried_us = mono_us;
    return written;
  }
};

struct Shell {
  Settings settings;
  // What the file holds.
  Settings saved;
  FiguresCache figures;
  Meanwhile meanwhile;
  AlarmBook alarms;
  AlarmSound sound;
  // Something can play here.
  bool has_sound = false;

  // --- paper
  WorkListClock work_list_clock;
  // Where the list lies, and central's time that it shows; empty and 0 before the first.
  std::string work_list_path;
  std::int64_t work_list_at_us = 0;
  std::string work_list;
  // Paper mode was opened by itself in this silence already: once is enough.
  bool paper_offered = false;
  // Central has another journal than the one before, and nobody has read that yet. Where what was here before
  // has been put aside: the list for paper, the drafts.
  bool other_journal = false;
  std::vector<std::string> put_aside;
  PaperCase paper_case;
  // The part of it that is on its way to central; empty while none is.
  std::string paper_request;
  // What the paper cards answer: a file that cannot be shown, a case that is entered.
  std::string said;

  ShelveInput shelve;
  // The one that the key that goes to an alarm went to last.
  domain::AlarmId went_to{};
  // Of AlarmsToGoTo: kept for its room.
  std::vector<const domain::Alarm*> to_go_to;

  // This operator has ended the shift here: nothing more is done in that name.
  bool shift_ended = false;

  // A note for the next shift, as typed: kept until central has it.
  std::string shift_note;
  // By call: what was done for a caller whom nobody reached, as typed: kept until central has it.
  std::map<std::int64_t, std::string> callback_done;

  // Since when the screen has been stale, on the local clock; 0 while it is not.
  std::int64_t stale_since_us = 0;
  // Since when this silence could be heard here: nobody talks any more; 0 before that.
  std::int64_t stale_heard_us = 0;
  KeptFile drafts_file;
  KeptFile outbox_file;
  KeptFile settings_file;
  // See Surroundings.
  int window = 1;
  bool left_behind = false;
  // What is typed and what waits to be sent is not on the disk: a crash now loses it.
  bool NotKept() const { return drafts_file.failed || outbox_file.failed; }
  // Of the outbox's file: the journal it was read for, and Outbox::changes() when it was written.
  std::string outbox_journal;
  std::int64_t outbox_saved = 0;
};

// An announced restart, as far as it matters now.
enum class Restart : std::uint8_t {
  kNone,
  // It will come.
  kAnnounced,
  // It has begun, and has not lasted longer than a restart may: the silence is expected, and no alarm.
  kRunning,
};

}  // namespace legevakt::console
