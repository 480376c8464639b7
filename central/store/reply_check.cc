#include "central/store/reply_check.h"

#include <algorithm>
#include <memory>

#include "base/ids.h"
#include "base/text.h"
#include "legevakt/v1/command.pb.h"

namespace legevakt::store {
namespace {

constexpr std::size_t kHexHashSize = 64;

std::string Say(std::string_view key) {
  return std::string(text::Get(text::ProcessLang(), key));
}

bool IsHexHash(std::string_view text) {
  return text.size() == kHexHashSize && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

absl::StatusOr<std::int64_t> CheckInOneRead(Db& db) {
  LV_ASSIGN_OR_RETURN(const std::int64_t head, db.QueryInt("SELECT head_rev FROM meta"));
  LV_ASSIGN_OR_RETURN(
      Statement select,
      db.Prepare("SELECT request_id, user_id, payload_hash, response, at_us FROM reply ORDER BY id"));
  for (std::int64_t count = 0;; ++count) {
    LV_ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return count;
    const engine::StoredReply reply{.request_id = std::string(select.Text(0)),
                                    .user_id = std::string(select.Text(1)),
                                    .payload_hash = std::string(select.Text(2)),
                                    .response = std::string(select.Blob(3)),
                                    .at_us = select.Int(4)};
    const std::string wrong = WhatIsWrong(reply, head);
    if (wrong.empty()) continue;
    return MakeStatus(absl::StatusCode::kDataLoss,
                      text::Format(text::ProcessLang(), "store.broken_reply",
                                   {{"request_id", reply.request_id}, {"what", wrong}}));
  }
}

}  // namespace

std::string WhatIsWrong(const engine::StoredReply& reply, std::int64_t head) {
  if (!IsUuid(reply.request_id)) return Say("store.reply_no_id");
  if (reply.user_id.empty() || reply.at_us <= 0) return Say("store.reply_no_user");
  if (!IsHexHash(reply.payload_hash)) return Say("store.reply_no_hash");
  v1::ExecuteResponse response;
  if (!response.ParseFromString(reply.response)) return Say("store.reply_no_response");
  if (response.revision() < 0 || response.revision() > head) {
    return text::Format(text::ProcessLang(), "store.reply_ahead",
                        {{"revision", std::to_string(response.revision())}, {"head", std::to_string(head)}});
  }
  const auto made_later = [&](std::int64_t id) { return id < 0 || id > response.revision(); };
  const bool made = response.call_id() != 0 || response.contact_id() != 0 || response.mission_id() != 0;
  if (made_later(response.call_id()) || made_later(response.contact_id()) ||
      made_later(response.mission_id()) || (made && response.has_refusal())) {
    return Say("store.reply_impossible");
  }
  return {};
}

absl::StatusOr<std::int64_t> CheckReplies(Db& db) {
  LV_RETURN_IF_ERROR(db.Exec("BEGIN"));
  const absl::StatusOr<std::int64_t> count = CheckInOneRead(db);
  const absl::Status ended = db.Exec("ROLLBACK");
  if (!count.ok()) return count;
  if (!ended.ok()) return ended;
  return count;
}

}  // namespace legevakt::store
