#include "central/store/scrub.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/time_units.h"

namespace legevakt::store {
namespace {

// How much slower where the commands need the machine.
constexpr std::int64_t kBusyFactor = 10;

bool Affordable(const std::filesystem::path& journal) {
  std::error_code error;
  const auto size = std::filesystem::file_size(journal, error);
  return !error && size <= limits::kQuickCheckBytesMax;
}

std::int64_t BytesOf(const Row& row) {
  return static_cast<std::int64_t>(row.payload.size() + (row.personal ? row.personal->size() : 0));
}

// An error that says something about the journal, and not that nobody could look.
bool IsDamage(const absl::Status& status) {
  return !absl::IsUnavailable(status) && !absl::IsCancelled(status) && !absl::IsResourceExhausted(status);
}

}  // namespace

absl::StatusOr<ScrubPass> ScrubPass::Begin(const std::filesystem::path& journal) {
  LV_ASSIGN_OR_RETURN(Reader reader, Reader::Open(journal));
  LV_ASSIGN_OR_RETURN(const Meta meta, reader.ReadMeta());
  return ScrubPass(std::move(reader), meta.head_revision, Affordable(journal));
}

absl::StatusOr<std::int64_t> ScrubPass::Part() {
  if (revision_ == last_) {
    LV_RETURN_IF_ERROR(End());
    return 0;
  }
  const auto limit = std::min(limits::kScrubPartRows, static_cast<std::size_t>(last_ - revision_));
  LV_ASSIGN_OR_RETURN(Hash chain, reader_.HashAt(revision_));
  std::int64_t bytes = 0;
  // Scan has hashed the bytes that lie there; this hashes those that the event has in canonical form. Where
  // the two differ, a reader of another language would not find the bytes again that the chain is made of.
  absl::Status canonical;
  const auto each = [&](v1::Event&& event) -> absl::Status {
    const Row row = encoder_.Encode(event);
    bytes += BytesOf(row);
    chain = HashOf(chain, row);
    LV_ASSIGN_OR_RETURN(const Hash stored, reader_.HashAt(row.rev));
    if (chain != stored) return BrokenAt(row.rev, text::Get(text::ProcessLang(), "store.broken_canonical"));
    revision_ = row.rev;
    return absl::OkStatus();
  };
  LV_ASSIGN_OR_RETURN(const std::size_t count, reader_.Scan(revision_, limit, each));
  if (count < limit) {
    return BrokenAt(revision_ + 1, text::Get(text::ProcessLang(), "store.broken_missing"));
  }
  return std::max<std::int64_t>(bytes, 1);
}

absl::Status ScrubPass::End() {
  LV_RETURN_IF_ERROR(reader_.CheckEnd());
  if (!affordable_) return absl::OkStatus();
  LV_ASSIGN_OR_RETURN(const std::string answer, reader_.db().QueryText("PRAGMA quick_check(1)"));
  if (answer == "ok") return absl::OkStatus();
  return MakeStatus(absl::StatusCode::kDataLoss,
                    text::Format(text::ProcessLang(), "store.no_integrity", {{"what", answer}}));
}

absl::StatusOr<std::int64_t> ScrubChore::NextPart() {
  if (!pass_.has_value()) {
    LV_ASSIGN_OR_RETURN(pass_, ScrubPass::Begin(options_.journal));
  }
  return pass_->Part();
}

std::int64_t ScrubChore::Do(std::int64_t now_us, const std::stop_token& stop) {
  if (now_us < next_us_ || stop.stop_requested()) return next_us_;
  const Interruptible interruptible(stop);
  const absl::StatusOr<std::int64_t> bytes = NextPart();
  if (pass_.has_value()) {
    const std::lock_guard lock(mutex_);
    progress_.revision = pass_->revision();
  }
  if (bytes.ok() && *bytes > 0) {
    const std::int64_t pace =
        options_.bytes_per_second / (options_.busy && options_.busy() ? kBusyFactor : 1);
    next_us_ = now_us + *bytes * kSecondUs / std::max<std::int64_t>(pace, 1);
    return next_us_;
  }
  if (bytes.ok()) {
    Ended(now_us);
  } else if (IsDamage(bytes.status())) {
    Damaged(bytes.status());
  } else {
    spdlog::warn("the check of the journal could not go on and begins anew: {}", Message(bytes.status()));
    pass_.reset();
    return next_us_ = now_us + kMinuteUs;
  }
  pass_.reset();
  return next_us_ = now_us + limits::kScrubEveryUs;
}

void ScrubChore::Ended(std::int64_t now_us) {
  spdlog::info("the journal has been checked and is whole up to revision {}", pass_->last());
  {
    const std::lock_guard lock(mutex_);
    progress_.whole_revision = pass_->last();
    progress_.whole_us = now_us;
  }
  options_.tell("");
}

void ScrubChore::Damaged(const absl::Status& what) {
  const std::string sentence =
      text::Format(text::ProcessLang(), "store.scrub_damage",
                   {{"what", Message(what)}, {"revision", std::to_string(progress().revision)}});
  spdlog::error("{}", sentence);
  options_.tell(sentence);
}

ScrubChore::Progress ScrubChore::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

}  // namespace legevakt::store
